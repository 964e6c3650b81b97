import { basename } from 'node:path';
import type { ConfigKeyView } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { formatTable } from '../show/format-table.ts';
import { createPaint } from '../show/paint.ts';
import { relativeTime } from '../show/relative-time.ts';

/** Keys with their values, as lines for people; an asterisk is at those that only a restart changes. */
export function formatConfig(
  keys: readonly ConfigKeyView[],
  { now, terminal, env }: Pick<Cli, 'now' | 'terminal' | 'env'>,
): string[] {
  if (keys.length === 0) return [];
  const rows = keys.map((each) => [
    `${each.key}${each.live ? '' : '*'}`,
    shownOrigin(each.origin, now()),
    shownValue(each),
  ]);
  const head = ['KEY', 'FROM', 'VALUE'];
  return formatTable({ head, rows }, terminal.columns, createPaint(terminal.stdout, env).dim);
}

function shownValue({ value, otherwise, secret }: ConfigKeyView): string {
  if (secret?.set) return secret.reference ?? '[secret]';
  return value ?? `(${otherwise ?? 'none'})`;
}

/** In few letters: `--json` has all of it. */
function shownOrigin(origin: ConfigKeyView['origin'], now: Date): string {
  switch (origin.kind) {
    case 'default':
      return 'default';
    case 'file':
      return `${basename(origin.file)}:${origin.line}`;
    case 'variable':
      return 'environment';
    case 'runtime':
      return `${origin.by}, ${relativeTime(origin.at, now)}`;
  }
}
