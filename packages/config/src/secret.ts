import { inspect } from 'node:util';
import { passwordIn } from './password-in.ts';

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

/** Every secret value in `value`, however deep, and the password of one that is a URL: what no log may hold. */
export function secretValues(value: unknown): string[] {
  if (value instanceof Secret) return withPassword(value.reveal());
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => secretValues(inner));
}

/** Of a URL only the password is secret: its address is in many a file. */
function withPassword(value: string): string[] {
  const password = passwordIn(value);
  if (password !== null) return [value, password, decoded(password)];
  return URL.canParse(value) && value.includes('://') ? [] : [value];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
