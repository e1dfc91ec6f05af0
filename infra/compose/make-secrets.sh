#!/bin/sh
# The secrets of an installation in containers, made once into infra/compose/secrets (or the folder of the first argument); what
# is there is left as it is. master.key opens everything that is sealed: keep a copy elsewhere.
set -eu
umask 077
folder=${1:-$(dirname "$0")/secrets}
mkdir -p "$folder"
chmod 700 "$folder"

bytes() { head -c "$1" /dev/urandom; }
# Letters and digits of a URL alone.
text() { bytes 32 | base64 | tr '+/' '-_' | tr -d '=\n'; }

# make <name> <command...>: beside and moved into place, so that one that was broken off is not taken for whole.
make() {
  name=$1
  shift
  if [ -e "$folder/$name" ]; then return; fi
  "$@" >"$folder/.$name"
  # The folder is closed to other users of this machine; inside a container the file must be readable to its user.
  chmod 644 "$folder/.$name"
  mv "$folder/.$name" "$folder/$name"
  echo "$folder/$name"
}

key() { printf 'tally_%s\n' "$(text)"; }
webhook() { printf 'whsec_%s\n' "$(bytes 32 | base64 | tr -d '\n')"; }
database() { printf 'postgres://postgres:%s@postgres:5432/tally\n' "$(cat "$folder/postgres-password")"; }

make master.key bytes 32
make roles.key bytes 32
make postgres-password text
make database-url database
make operator-key key
make demo-key key
make webhook-secret webhook
