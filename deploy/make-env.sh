#!/bin/sh
# Writes .env (or the file named) with a new password for each store, unless there is one: the stores
# keep the password that they were made with, so a second .env would lock Cardmill out of its own data.
set -eu
cd "$(dirname "$0")/.."
file=${1:-.env}
if [ -e "$file" ]; then
  echo "$file is there; it stays as it is."
  exit 0
fi
# Letters and digits only: they stand in URLs.
secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
umask 077
cat >"$file.new" <<END
COMPOSE_PROJECT_NAME=cardmill
POSTGRES_PASSWORD=$(secret)
REDIS_PASSWORD=$(secret)
S3_ACCESS_KEY_ID=cardmill
S3_SECRET_ACCESS_KEY=$(secret)
END
mv "$file.new" "$file"
echo "Wrote $file. Keep a copy with your backups: the data cannot be opened without it."
