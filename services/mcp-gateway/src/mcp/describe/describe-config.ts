import type { ConfigKeyView, OutputOf } from '@opencode-commander/control';
import { oneLine } from '@opencode-commander/task';

const MAX_VALUE = 500;

/** Every key, a line for each, and what is left out. */
export function describeConfig({ keys, ignored }: OutputOf<'config.show'>): string {
  return [...keys.map((key) => `- ${describeKey(key)}`), ...ignored.map((line) => `Left out: ${line}`)].join(
    '\n',
  );
}

export function describeConfigChanged({ changed, keys }: OutputOf<'config.set'>): string {
  const first = changed ? 'Changed; every process follows within two seconds.' : 'It was so already.';
  return [first, ...keys.map((key) => `- ${describeKey(key)}`)].join('\n');
}

/** A key in one line, such as `timeouts.high = "1h" (set by mcp at 2026-01-01T00:00:00.000Z)`. */
export function describeKey({ key, value, otherwise, secret, origin, live }: ConfigKeyView): string {
  const text = secret === null ? value : describeSecret(secret);
  const shown = text === null ? `is not set: ${otherwise ?? 'nothing'}` : `= ${oneLine(text, MAX_VALUE)}`;
  return `${key} ${shown} (${describeOrigin(origin)}${live ? '' : ', changed by a restart only'})`;
}

/** Where a value comes from, in a few words. */
function describeOrigin(origin: ConfigKeyView['origin']): string {
  if (origin.kind === 'default') return 'default';
  if (origin.kind === 'file') return `${origin.file}:${origin.line}`;
  return origin.kind === 'variable' ? origin.name : `set by ${origin.by} at ${origin.at}`;
}

/** A secret's value is never shown. */
function describeSecret({ set, reference }: NonNullable<ConfigKeyView['secret']>): string | null {
  return set ? `a secret, ${reference ?? 'hidden'}` : null;
}
