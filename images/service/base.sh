#!/bin/sh
# Makes an image to build the services on where no registry of images is reachable: Debian's packages and npm's Node.
#
#   sh images/service/base.sh [tag]      then: COMMANDER_BASE=<tag> docker compose build
#
# Needs mmdebstrap and npm; DOCKER names another program than docker. The image trusts the certificates that this machine
# trusts: behind a proxy that opens TLS, nothing could be installed in it otherwise.
set -eu

tag=${1:-opencode-commander/base}
node=24.21.0
npm=11.21.2
certificates=/etc/ssl/certs/ca-certificates.crt

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
arch=$(node -p process.arch)
echo "fetching Node $node and npm $npm" >&2
npm install --silent --no-save --prefix "$root" "node-linux-$arch@$node" "npm@$npm" >&2
mkdir "$root/npm"
cp -R "$root/node_modules/npm/." "$root/npm"

echo 'making Debian of its packages, which takes about 30 s' >&2
mmdebstrap --quiet --variant=minbase --include=ca-certificates --aptopt='Acquire::Retries "3"' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
  --customize-hook="upload '$root/node_modules/node-linux-$arch/bin/node' /usr/local/bin/node" \
  --customize-hook='mkdir -p "$1/usr/local/lib/node_modules"' \
  --customize-hook="copy-in '$root/npm' /usr/local/lib/node_modules" \
  --customize-hook='chroot "$1" chmod 755 /usr/local/bin/node' \
  --customize-hook='chroot "$1" ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm' \
  --customize-hook='chroot "$1" useradd --uid 1000 --create-home node' \
  --customize-hook="upload $certificates $certificates" \
  bookworm - |
  "${DOCKER:-docker}" import --change "ENV NODE_EXTRA_CA_CERTS=$certificates" - "$tag"
