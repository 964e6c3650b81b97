/** The end of a command's help. */
export function examples(...lines: readonly [string, ...string[]]): string {
  return ['', 'Examples:', ...lines.map((line) => `  $ ${line}`)].join('\n');
}
