#!/usr/bin/env bash
# Runs the whole of docker-compose.yml on a real engine and reads cards with it, then removes all of it.
#
#   deploy/prove-compose.sh [--workers N] [--real-images] [--keep]
#
#   --workers N     ocr-worker containers (default 4, as documented)
#   --real-images   pull the images that docker-compose.yml names, instead of making stand-ins
#   --keep          leave everything running, and say how to remove it
#
# Needs root (for an engine of its own, when none answers), docker, docker compose or docker-compose,
# `npm ci` done here (it draws the cards) and, for the stand-ins, debootstrap. On Debian:
#   apt-get install docker.io docker-compose debootstrap
set -Eeuo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
source deploy/prove/engine.sh
source deploy/prove/checks.sh

workers=4
real_images=
keep=
while [[ $# -gt 0 ]]; do
  case $1 in
    --workers) workers=$2; shift ;;
    --real-images) real_images=yes ;;
    --keep) keep=yes ;;
    *) echo "unknown option $1" >&2; exit 64 ;;
  esac
  shift
done

scratch=$(mktemp -d "${TMPDIR:-/tmp}/cardmill-proof.XXXXXX")
started=$SECONDS
step() { printf '[%4ds] %s\n' $((SECONDS - started)) "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

finish() {
  local status=$?
  trap - EXIT INT TERM
  if [[ $status -ne 0 && -n ${compose_ready:-} ]]; then
    step 'what the containers said last'
    compose ps || true
    compose logs --no-color --tail 25 || true
  fi
  if [[ -n $keep ]]; then
    echo "Kept. To remove it: DOCKER_HOST=${DOCKER_HOST:-} COMPOSE_PROJECT_NAME=$COMPOSE_PROJECT_NAME docker compose down --volumes"
    exit "$status"
  fi
  step 'remove everything'
  if [[ -n ${compose_ready:-} ]]; then
    compose down --volumes --remove-orphans --timeout 45 >/dev/null 2>&1 || status=1
    "$docker" image rm --force "cardmill:$CARDMILL_TAG" >/dev/null 2>&1 || true
  fi
  [[ -z ${made_standins:-} ]] || DOCKER=$docker deploy/standin-images.sh --remove
  stop_engine || status=1
  rm -rf "$scratch" || status=1
  [[ $status -eq 0 ]] && step 'PROVED' || step 'NOT PROVED'
  exit "$status"
}
trap finish EXIT
trap 'echo "FAILED: ${BASH_SOURCE[0]} line $LINENO: $BASH_COMMAND" >&2' ERR
trap 'exit 130' INT
trap 'exit 143' TERM

export CARDMILL_TAG=proof COMPOSE_PROJECT_NAME=cardmill-proof
CARDMILL_PORT=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
export CARDMILL_PORT
url=http://127.0.0.1:$CARDMILL_PORT

step 'engine'
# docker-compose 1.29 builds with the `docker` that it finds on PATH.
mkdir "$scratch/bin"
ln -s "$(command -v "$docker")" "$scratch/bin/docker"
PATH=$scratch/bin:$PATH
start_engine "$scratch/engine"
"$docker" info --format '  docker {{.ServerVersion}}, {{.Driver}}, {{.NCPU}} cores'
sh deploy/make-env.sh "$scratch/env" >/dev/null
sed -i /COMPOSE_PROJECT_NAME/d "$scratch/env"

files=(-f docker-compose.yml)
if [[ -z $real_images ]]; then
  step 'stand-in images'
  "$docker" image inspect cardmill-standin/debian:bookworm-slim >/dev/null 2>&1 || made_standins=yes
  DOCKER=$docker deploy/standin-images.sh
  files+=(-f deploy/compose.standin.yml)
fi
compose() { "${compose_command[@]}" --env-file "$scratch/env" "${files[@]}" "$@"; }
compose_ready=yes

step 'build the image'
export DOCKER_BUILDKIT=1 COMPOSE_DOCKER_CLI_BUILD=1
compose build migrate >"$scratch/build.log" 2>&1 || { tail -n 40 "$scratch/build.log"; fail 'the image does not build'; }
"$docker" image inspect --format '  {{.RepoTags}} {{.Size}} bytes' "cardmill:$CARDMILL_TAG"

step "docker compose up -d --scale ocr-worker=$workers"
compose up -d --scale "ocr-worker=$workers" >"$scratch/up.log" 2>&1 || { tail -n 40 "$scratch/up.log"; fail 'compose up'; }
wait_healthy $((workers + 6))
check_one_shots
check_hardening
check_passwords
check_front_door

step 'read cards'
draw_cards 6
read_batch
check_batch 6

step 'a worker killed in the middle of a batch'
kill_a_worker_while_reading 6

step 'everything stopped and started again keeps its data'
compose stop --timeout 45 >/dev/null 2>&1
check_stopped_cleanly
compose up -d --scale "ocr-worker=$workers" >/dev/null 2>&1
wait_healthy $((workers + 6))
check_batch 6
