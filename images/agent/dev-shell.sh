# The dev shell of a repository's flake.nix, for entry.sh, which sources this. Nix runs in the container only.

# Where the volume of the repository's Nix cache is mounted: what nix made for earlier tasks.
cache=/run/commander/nix-cache
dev_shell="$HOME/.dev-shell"
dev_shell_result="$dev_shell-result"

# 0: there is one. 69: the image has no nix. 70: nix failed. 71: it took too long. A container that is started again has the
# shell, or none, as at its first start, whatever has become of its flake.nix.
make_dev_shell() {
  local code=0
  command -v nix >/dev/null || return 69
  configure_nix
  if [ ! -e "$dev_shell_result" ]; then
    rm -f "$dev_shell"*
    # The command has the shell's own hook run within the time, too; a hook that ends or replaces the shell never comes to it.
    timeout --kill-after 10 "${COMMANDER_NIX_SECONDS:-600}" nix develop --no-write-lock-file --profile "$dev_shell" \
      git+file:///workspace --command "$BASH" -c ': >"$0"' "$dev_shell-came-to" </dev/null || code=$?
    case $code in
      0) [ -e "$dev_shell-came-to" ] || { code=70 && echo "error: the shellHook ends or replaces the shell: nothing could be run in it" >&2; } ;;
      124 | 137) code=71 ;;
      *) code=70 ;;
    esac
    keep_dev_shell_result "$code"
  fi
  return "$(<"$dev_shell_result")"
}

keep_dev_shell_result() {
  echo "$1" >"$dev_shell_result"
}

# For the agent's own use of nix as well. The container is the only sandbox that its builds need. Where nix sees no network it
# would ask neither the cache nor the proxy, unless it is told to.
configure_nix() {
  NIX_CONFIG='extra-experimental-features = nix-command flakes
sandbox = false
substitute = true
accept-flake-config = false
warn-dirty = false
connect-timeout = 15
download-attempts = 3
fallback = true'
  if [ -e "$cache/nix-cache-info" ]; then
    NIX_CONFIG+="
extra-substituters = file://$cache?trusted=1&priority=1"
  fi
  export NIX_CONFIG
}

# Runs one of the image's programs in the dev shell, with our own settings whatever the shell says of them.
in_dev_shell() {
  local settings="$HOME/.agent-settings" program
  program=$(command -v "$1") || program=$1
  (umask 077 && declare -p "${!COMMANDER_@}" "${!OPENCODE_@}" "${!HTTP@}" "${!http@}" "${!NO_@}" "${!no_@}" >"$settings")
  # It is made: nothing is to be looked for.
  local -a made=(--offline --option substitute false --option flake-registry '')
  exec nix develop "${made[@]}" "$dev_shell" --command "$BASH" -c '. "$0"; exec "$@"' "$settings" "$program" "${@:2}"
}

# Keeps what nix has made since `nix_has` said what there was, for later tasks of the repository. Two may do so at once, each
# file appears whole; a lock in there could be held by an agent, which needs to read for that, no more.
fill_cache() {
  umask 000
  mkdir -p "$cache"/{filled,log,nar,realisations}
  chmod 777 "$cache" 2>/dev/null || : # only the container that filled it first may
  nix_has | comm -13 "$1" - | xargs -r nix copy --no-check-sigs --to "file://$cache?compression=none" &&
    touch "$cache/filled/$COMMANDER_NIX_CACHE_KEY"
}

# Not the recipes: making a shell leaves thousands, and whoever reads the flake has them.
nix_has() {
  nix path-info --all | sed '/\.drv$/d' | sort
}
