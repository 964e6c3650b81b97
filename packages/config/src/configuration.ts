import type { Config } from './config.ts';
import type { Ground } from './lay-over.ts';
import { type Change, changeOverrides } from './runtime/change-overrides.ts';
import { keepValid } from './runtime/keep-valid.ts';
import type { Overrides } from './runtime/override.ts';
import { readKey } from './runtime/read-key.ts';
import { type ShownKey, showKeys } from './runtime/show-keys.ts';

/**
 * The configuration of one process. What file and environment say is read once; over it lie the overrides that people set at
 * runtime. Where these are kept is not known here.
 */
export class Configuration {
  /** As programs read it, at each use: its sections are replaced when overrides change. */
  readonly config: Config;
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.config = keepValid(ground, {}).laid.config;
  }

  /** Has `config` follow these overrides. Those that are not valid here are left out: why, a line for each reason. */
  apply(overrides: Overrides): string[] {
    const { laid, ignored } = keepValid(this.#ground, overrides);
    Object.assign(this.config, laid.config);
    return ignored;
  }

  /** The one way to write a key. */
  keyOf(text: string): string {
    return readKey(text).key;
  }

  /** The overrides after a change, which is judged as the file is. Throws ConfigChangeError with everything that is wrong. */
  change(overrides: Overrides, change: Change): Overrides {
    return changeOverrides(this.#ground, overrides, change);
  }

  /** Every key under these overrides, and why some of them are left out. */
  show(overrides: Overrides): { keys: ShownKey[]; ignored: string[] } {
    const { laid, ignored } = keepValid(this.#ground, overrides);
    return { keys: showKeys(laid.document), ignored };
  }
}
