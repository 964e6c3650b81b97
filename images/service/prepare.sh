#!/bin/sh
# Makes the directories that compose.yaml mounts, for whoever calls it, and prints what .env is to say:
#
#   sh images/service/prepare.sh <directory of the configuration> > .env
#
# What is set already (OC_UID, OC_GID, OC_DIRECTORY, OC_PODMAN_SOCKET) stays as it is.
set -eu

configuration=$(cd "${1:?name the directory of the configuration, such as images/service/demo}" && pwd)
uid=${OC_UID:-$(id -u)}
gid=${OC_GID:-$(id -g)}

make() { install -d -m 700 "$@"; }

if [ "$(id -u)" = 0 ]; then
  make() { install -d -o "$uid" -g "$gid" -m 700 "$@"; }
  directory=${OC_DIRECTORY:-/srv/opencode-commander}
  socket=${OC_PODMAN_SOCKET:-/run/podman/podman.sock}
  start='systemctl enable --now podman.socket'
else
  directory=${OC_DIRECTORY:-$HOME/.local/share/opencode-commander/compose}
  socket=${OC_PODMAN_SOCKET:-${XDG_RUNTIME_DIR:-/run/user/$(id -u)}/podman/podman.sock}
  start='systemctl --user enable --now podman.socket'
fi

make "$directory" "$directory/data" "$directory/run"
[ -S "$socket" ] || echo "There is no $socket yet: $start" >&2

cat <<SETTINGS
OC_CONFIG=$configuration
OC_UID=$uid
OC_GID=$gid
OC_DIRECTORY=$directory
OC_PODMAN_SOCKET=$socket
SETTINGS
