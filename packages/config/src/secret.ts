import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/** A value that shows itself only when asked by name: printing, logging and JSON give `[secret]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

/** Every secret value in `value`, however deep: what a logger must never write. */
export function secretsOf(value: unknown): string[] {
  if (value instanceof Secret) return [value.reveal()];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => secretsOf(inner));
}
