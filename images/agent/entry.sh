#!/bin/bash
# One sandbox's start: the broker's door, the workspace, opencode behind agent.sock. Runs again when the container is
# started again: the workspace is kept then. Exit codes for whoever reads the logs: 65 the clone failed, 66 the
# repository has no commits, 67 the base commit is not in it, 68 the broker's port could not be opened; of a dev shell that
# is wanted in any case: 69 the image has no nix, 70 nix could not make it, 71 nix took too long.
# As `agent-fill-nix-cache` it has no agent: it makes the dev shell, keeps what nix made for it in the Nix cache, and ends.
set -euo pipefail
. /usr/local/lib/agent-dev-shell.sh

agent_socket=/run/commander/agent/agent.sock
broker_socket=/run/commander/broker/broker.sock
prepared="$HOME/.workspace-prepared"
config="$HOME/.config/opencode"
plugin=/usr/local/lib/opencode-plugin
models=/usr/local/lib/opencode-models
began=${EPOCHREALTIME/[.,]/}

main() {
  # A signal goes to the whole group (tini -g); this script only waits for opencode's own end.
  trap : TERM INT
  rm -f "$agent_socket"
  write_opencode_config
  choose_models
  cd /workspace
  # opencode boots meanwhile; it reads the workspace with the first request, which agent.sock lets in.
  [ -n "${COMMANDER_DEV_SHELL:-}" ] || start_opencode
  open_broker_port
  [ -e "$prepared" ] || prepare_workspace
  tell 'the workspace is ready'
  if [ -n "${COMMANDER_DEV_SHELL:-}" ]; then serve_by_flake; else until_opencode_listens || :; fi
  show_what_opencode_says
  # No socket for an opencode that is gone already: the host would take it for an agent.
  kill -0 "$opencode" 2>/dev/null || until_ended "$opencode"
  import_session
  # Five would wait by default: a person's screen asks for twenty things at once.
  socat "UNIX-LISTEN:$agent_socket,fork,backlog=128,mode=666" TCP:127.0.0.1:4096 &
  until_ended "$opencode"
}

# In the dev shell, or without it where there is none and COMMANDER_DEV_SHELL is `auto`. The dispatcher reads the line, which
# comes after all that the shell's hook has to say.
serve_by_flake() {
  local code=0
  make_dev_shell || code=$?
  if [ "$code" = 0 ]; then
    start_opencode in_dev_shell
    if until_opencode_listens; then
      tell 'dev shell entered'
      return
    fi
    end_opencode
    echo 'error: the shellHook did not let a program begin when it ran again' >&2
    code=70
    keep_dev_shell_result "$code"
  fi
  case $code in
    69) tell 'dev shell no_nix' ;;
    71) tell 'dev shell too_slow' ;;
    *) tell 'dev shell failed' ;;
  esac
  [ "$COMMANDER_DEV_SHELL" = auto ] || exit "$code"
  start_opencode
  until_opencode_listens || :
}

# Without an agent, and so before anything that one could have written is here.
fill_cache_and_end() {
  local before="$HOME/.nix-had"
  command -v nix >/dev/null || exit 69
  [ ! -e "$cache/filled/$COMMANDER_NIX_CACHE_KEY" ] || exit 0
  cd /workspace
  open_broker_port
  prepare_workspace
  configure_nix
  nix_has >"$before" || exit 70
  make_dev_shell || exit
  (fill_cache "$before") || tell 'the Nix cache could not be filled'
  exit 0
}

# Its words before the command, if any, are what runs it.
start_opencode() {
  local says="$HOME/.opencode-says"
  rm -f "$says"
  mkfifo "$says"
  "$@" opencode serve --hostname 127.0.0.1 --port 4096 >"$says" &
  opencode=$!
  exec {said}<"$says"
  rm "$says"
}

# Its port is open a moment before it says so, and a request that comes in between is never answered. Fails where it ends
# before, or a minute has passed.
until_opencode_listens() {
  local line until=$((SECONDS + 60)) code
  while ((SECONDS < until)); do
    code=0
    read -r -t 1 -u "$said" line || code=$?
    if [ "$code" = 0 ]; then
      [[ $line != *'listening on'* ]] || {
        tell 'opencode listens'
        return 0
      }
      echo "$line"
    elif [ "$code" -le 128 ] || ! kill -0 "$opencode" 2>/dev/null; then
      return 1
    fi
  done
  return 1
}

show_what_opencode_says() {
  cat <&"$said" &
}

# With what it began, which may hold on to what it says.
end_opencode() {
  exec {said}<&-
  kill -KILL "$opencode" 2>/dev/null || :
  wait "$opencode" || :
}

# What an earlier container's agent was told and did. Not before opencode listens: both would make the database.
import_session() {
  local file="${COMMANDER_SESSION_FILE:-}"
  [ -n "$file" ] && [ -e "$file" ] || return 0
  if timeout 60 opencode import "$file" </dev/null >/dev/null; then
    tell 'the session is imported'
  else
    tell 'the session could not be imported: the agent begins without it'
  fi
  rm -f "$file"
}

tell() {
  echo "agent-entry: $1 after $(((${EPOCHREALTIME/[.,]/} - began) / 1000)) ms"
}

until_ended() {
  local code=0
  wait "$1" || code=$?
  # A trapped signal ends `wait` early.
  while kill -0 "$1" 2>/dev/null; do
    code=0
    wait "$1" || code=$?
  done
  exit "$code"
}

write_opencode_config() {
  mkdir -p "$config"
  lend_plugin "$config" || : # an earlier start has
  [ -n "${COMMANDER_OPENCODE_GLOBAL_CONFIG:-}" ] || return 0
  printf '%s\n' "$COMMANDER_OPENCODE_GLOBAL_CONFIG" >"$config/opencode.json"
}

# Making its catalogue of every model there is costs opencode seconds of its first turn: it gets those of the providers
# that it can reach, as it knows them itself. An image with another opencode than they were taken from does without.
choose_models() {
  local name chosen=
  [ -n "${COMMANDER_MODEL_PROVIDERS+set}" ] && [ -e "$models/taken-from" ] || return 0
  [ "$(stat -Lc '%s %Y' "$(command -v opencode)")" = "$(<"$models/taken-from")" ] || return 0
  for name in $COMMANDER_MODEL_PROVIDERS; do
    # opencode knows nothing of the others: they are in its configuration, with their models.
    [ ! -e "$models/$name.json" ] || chosen+="${chosen:+,}\"$name\":$(<"$models/$name.json")"
  done
  export OPENCODE_MODELS_PATH="$HOME/.opencode-models.json"
  printf '{%s}\n' "$chosen" >"$OPENCODE_MODELS_PATH"
}

# opencode fetches @opencode-ai/plugin into each directory of configuration that has none, and tools and plugins of a
# repository wait for that: it finds the image's own instead, if the image has it. A directory with other needs is left as
# it is.
lend_plugin() {
  [ -d "$plugin" ] && [ -d "$1" ] && [ ! -e "$1/package.json" ] && [ ! -e "$1/package-lock.json" ] && [ ! -e "$1/node_modules" ] &&
    ln -s "$plugin/node_modules" "$1/node_modules" && cp "$plugin/package-lock.json" "$1/"
}

open_broker_port() {
  socat TCP-LISTEN:8080,bind=127.0.0.1,fork,reuseaddr "UNIX-CONNECT:$broker_socket" &
  for _ in {1..200}; do
    # 1F90 is 8080, 0A is LISTEN: asking the kernel disturbs the broker with no connection.
    grep -q ':1F90 00000000:0000 0A' /proc/net/tcp && return
    sleep 0.01
  done
  fail 68 'the port to the broker did not open'
}

prepare_workspace() {
  configure_git
  # A start that was killed half-way leaves half a clone.
  find /workspace -mindepth 1 -delete
  git clone --quiet "http://127.0.0.1:8080/git/$COMMANDER_REPOSITORY" /workspace ||
    fail 65 "cloning $COMMANDER_REPOSITORY failed"
  [ -n "${COMMANDER_BASE:-}" ] || fail 66 "$COMMANDER_REPOSITORY has no commits to start from"
  git -C /workspace checkout --quiet -b "$COMMANDER_BRANCH" "$COMMANDER_BASE" ||
    fail 67 "commit $COMMANDER_BASE is not in $COMMANDER_REPOSITORY"
  lend_plugin /workspace/.opencode && printf '/.opencode/%s\n' node_modules package-lock.json >>.git/info/exclude
  touch "$prepared"
}

configure_git() {
  git config --global user.name "${COMMANDER_GIT_NAME:-opencode-commander agent}"
  git config --global user.email "${COMMANDER_GIT_EMAIL:-agent@users.noreply.github.com}"
  git config --global push.default current
  git config --global push.autoSetupRemote true
  git config --global advice.detachedHead false
  # HTTP_PROXY is the broker's door to the world; git reaches the broker itself without it.
  git config --global http.http://127.0.0.1:8080/.proxy ''
}

fail() {
  echo "agent-entry: $2" >&2
  exit "$1"
}

case ${0##*/} in
  agent-fill-nix-cache) fill_cache_and_end ;;
  *) main ;;
esac
