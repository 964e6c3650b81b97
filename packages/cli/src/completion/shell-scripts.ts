export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What has a shell ask `commander complete` when somebody presses Tab. */
export const SHELL_SCRIPTS: Readonly<Record<Shell, string>> = {
  // Bash has torn words apart at = and :, and replaces what stands behind the last of them.
  bash: `_commander() {
  local -a words
  read -ra words <<< "\${COMP_LINE:0:COMP_POINT}"
  [[ "\${COMP_LINE:COMP_POINT-1:1}" == [[:space:]] ]] && words+=('')
  local torn="\${words[-1]%"\${COMP_WORDS[COMP_CWORD]}"}"
  mapfile -t COMPREPLY < <(commander complete -- "\${words[@]:1}" 2>/dev/null)
  COMPREPLY=("\${COMPREPLY[@]%%$'\\t'*}")
  COMPREPLY=("\${COMPREPLY[@]#"$torn"}")
}
complete -F _commander commander`,
  zsh: `#compdef commander
_commander() {
  local -a lines shown
  lines=("\${(@f)$(commander complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  [[ -n "$lines" ]] || return 1
  shown=("\${(@)lines//$'\\t'/  }")
  compadd -l -d shown -- "\${(@)lines%%$'\\t'*}"
}
if [[ "$funcstack[1]" == _commander ]]; then _commander "$@"; else compdef _commander commander; fi`,
  fish: `function __commander_complete
  set -l words (commandline -opc) (commandline -ct)
  commander complete -- $words[2..] 2>/dev/null
end
complete -c commander -f -a '(__commander_complete)'`,
};
