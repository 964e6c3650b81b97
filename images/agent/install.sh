#!/bin/sh
# Brings any Debian- or Alpine-like base to what an agent needs. Runs as root in the build, with the context at /context.
set -eu

tools='bash git rg socat tini'
packages='bash ca-certificates git ripgrep socat tini'

has_all() {
  for tool in $tools; do
    command -v "$tool" >/dev/null || return 1
  done
  [ -e /etc/ssl/certs/ca-certificates.crt ]
}

if command -v apk >/dev/null; then
  # shellcheck disable=SC2086 # a list of words
  apk add --no-cache $packages nodejs npm
elif ! has_all; then
  apt-get update
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages
  rm -rf /var/lib/apt/lists/*
fi
has_all || { echo "the base image lacks one of $tools, ca-certificates" >&2; exit 1; }

if [ ! -e /etc/alpine-release ]; then
  install -m 755 /context/opencode /context/node /usr/local/bin/
  mkdir -p /usr/local/lib/node_modules
  cp -R /context/npm /usr/local/lib/node_modules/npm
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
  ln -sf ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
fi
# In the form opencode takes for installed: see lend_plugin in entry.sh.
plugin=/usr/local/lib/opencode-plugin
mkdir -p "$plugin"
cp -R /context/plugin "$plugin/node_modules"
printf '%s\n' '{"lockfileVersion":3,"packages":{"":{"dependencies":{"@opencode-ai/plugin":"*"}}}}' >"$plugin/package-lock.json"

command -v opencode >/dev/null || { echo 'the base image has no opencode' >&2; exit 1; }
opencode --version
node --version
# What choose_models in entry.sh chooses from, and which opencode knows it.
models=/usr/local/lib/opencode-models
rm -rf "$models"
node /context/write-models.mjs "$(command -v opencode)" "$models"
[ ! -d "$models" ] || stat -Lc '%s %Y' "$(command -v opencode)" >"$models/taken-from"

# The uid may have a name in the base already: a second name for it does no harm, and needs no useradd.
if ! grep -q '^agent:' /etc/passwd; then
  echo 'agent:x:1000:1000:agent:/home/agent:/bin/bash' >>/etc/passwd
  grep -q '^agent:' /etc/group || echo 'agent:x:1000:' >>/etc/group
fi
mkdir -p /home/agent /workspace /run/commander/agent /run/commander/broker
chown 1000:1000 /home/agent /workspace
install -m 755 /context/entry.sh /usr/local/bin/agent-entry
ln -sf agent-entry /usr/local/bin/agent-fill-nix-cache
install -m 644 /context/dev-shell.sh /usr/local/lib/agent-dev-shell.sh
