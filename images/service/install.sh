#!/bin/sh
# Installs what each service needs at work below /out, with the lockfile's versions; runs in the build, in a directory with
# the sources. One step for all of them, as most of it is shared: it is fetched once, and a file is written once.
set -eu

install_for() {
  name=$1
  shift
  mkdir -p "/out/$name"
  cp -R . "/out/$name"
  # Some proxies stall where more than a few connections are opened at once.
  (cd "/out/$name" && CI=true pnpm install --frozen-lockfile --prod --reporter=append-only --network-concurrency 8 \
    --store-dir /out/store "$@")
}

install_for poller --filter '@opencode-commander/poller...'
install_for mcp-gateway --filter '@opencode-commander/mcp-gateway...'
install_for demo --filter '@opencode-commander/cli...'
# Nobody reads these at work.
rm -rf /out/*/images
find /out/poller /out/mcp-gateway /out/demo -type f '(' -name '*.d.ts' -o -name '*.d.[cm]ts' -o -name '*.map' ')' -delete
# The agent image is built from images/agent, with the opencode that it names.
install_for dispatcher --filter '@opencode-commander/dispatcher...' --filter ./images/agent
rm -rf /out/store
