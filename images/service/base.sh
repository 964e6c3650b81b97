#!/bin/sh
# Makes an image to build the services on where no registry of images is reachable: Debian's packages and npm's Node.
#
#   sh images/service/base.sh [tag]      then: OC_BASE=<tag> docker compose build
#
# Needs mmdebstrap, and images/agent/node_modules, which every npm script here installs; DOCKER names another program than
# docker. The image trusts the certificates that this machine trusts: behind a proxy that opens TLS, nothing could be
# installed in it otherwise.
set -eu

tag=${1:-opencode-commander/base}
certificates=/etc/ssl/certs/ca-certificates.crt
packages=$(cd "$(dirname "$0")/../agent/node_modules" && pwd)
arch=$(node -p process.arch)

npm=$(mktemp -d)
trap 'rm -rf "$npm"' EXIT
cp -RL "$packages/npm" "$npm/npm"

echo 'making Debian of its packages' >&2
mmdebstrap --quiet --variant=minbase --include=ca-certificates --aptopt='Acquire::Retries "3"' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
  --customize-hook="upload '$packages/node-linux-$arch/bin/node' /usr/local/bin/node" \
  --customize-hook='chmod 755 "$1/usr/local/bin/node" && mkdir -p "$1/usr/local/lib/node_modules"' \
  --customize-hook="copy-in '$npm/npm' /usr/local/lib/node_modules" \
  --customize-hook='ln -s ../lib/node_modules/npm/bin/npm-cli.js "$1/usr/local/bin/npm"' \
  --customize-hook='chroot "$1" useradd --uid 1000 --create-home node' \
  --customize-hook="upload $certificates $certificates" \
  bookworm - |
  "${DOCKER:-docker}" import --change "ENV NODE_EXTRA_CA_CERTS=$certificates" - "$tag"
