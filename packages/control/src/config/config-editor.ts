import type { ConfigOverrides } from '@opencode-commander/queue';
import type { ActingControl } from '../control.ts';

/** A key of the configuration with the value it has. */
export type EditedKey = {
  key: string;
  value: string | null;
  otherwise: string | null;
  secret: { isSet: boolean; reference: string | null } | null;
  origin:
    | { kind: 'file'; file: string; line: number }
    | { kind: 'variable'; name: string }
    | { kind: 'runtime'; by: string; at: string }
    | { kind: 'default' };
  live: boolean;
};

/** The configuration of this process, which knows all keys and rules; it is handed in, as this package reads none. */
type ConfigEditor = {
  show(overrides: ConfigOverrides): { keys: EditedKey[]; ignored: string[] };
  /** The one way to write a key, but for small and capital letters. */
  keyOf(text: string): string;
  /** The overrides after a change; its errors, for what breaks a rule, are passed on. */
  change(
    overrides: ConfigOverrides,
    change: { changes: Readonly<Record<string, unknown>>; by: string; at: string },
  ): ConfigOverrides;
};

/** With what the configuration is shown and changed. */
export type ConfigControl = Pick<ActingControl, 'queues' | 'now'> & { configuration: ConfigEditor };
