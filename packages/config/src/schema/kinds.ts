import { z } from 'zod';
import { parseDuration } from './duration.ts';
import { parseSize } from './size.ts';

/** A kind of value: how it is read, what is said of it, and how a variable's text becomes one. */
export type Kind<S extends z.ZodType = z.ZodType> = {
  schema: S;
  /** Completes "must be …". */
  allowed: string;
  form: 'text' | 'integer' | 'number' | 'boolean' | 'list';
  isSecret?: true;
};

/** Nothing that a terminal would obey. */
const PRINTED = /^\P{Cc}+$/u;

/** Text that matches `pattern`. */
export function text(allowed: string, pattern = PRINTED) {
  return { schema: z.string().trim().regex(pattern), allowed, form: 'text' } satisfies Kind;
}

/** A list of texts that all fit; a variable has them separated by commas. */
export function list(allowed: string, fits: RegExp | ((text: string) => boolean) = PRINTED) {
  const isFit = typeof fits === 'function' ? fits : (text: string) => fits.test(text);
  const schema = z.array(z.string().trim().refine(isFit));
  return { schema, allowed: `a list of ${allowed}`, form: 'list' } satisfies Kind;
}

export function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return { schema: z.enum(values), allowed: `one of ${values.join(', ')}`, form: 'text' } satisfies Kind;
}

export function boolean() {
  return { schema: z.boolean(), allowed: 'true or false', form: 'boolean' } satisfies Kind;
}

export function integer(min: number, max: number) {
  const schema = z.number().int().min(min).max(max);
  return { schema, allowed: `a whole number from ${min} to ${max}`, form: 'integer' } satisfies Kind;
}

/** An amount of US dollars. */
export function dollars() {
  const schema = z.number().positive().max(MAX_DOLLARS);
  const allowed = `an amount of US dollars above 0, at most ${MAX_DOLLARS}`;
  return { schema, allowed, form: 'number' } satisfies Kind;
}

const MAX_DOLLARS = 1_000_000;

/** Milliseconds, written as `30s`. */
export function duration(min: string, max: string) {
  const schema = z.string().transform(parsed(parseDuration, range(parseDuration, min, max)));
  const allowed = `a duration such as "30s", "5m" or "1h30m", from ${min} to ${max}`;
  return { schema, allowed, form: 'text' } satisfies Kind;
}

/** Bytes, written as `4g`; a whole number counts bytes. */
export function size(min: string, max: string) {
  const written = z.union([z.string(), z.number().int().nonnegative()]);
  const schema = written.transform(parsed((value) => parseSize(String(value)), range(parseSize, min, max)));
  const allowed = `a size such as "512m" or "4g", from ${min} to ${max}`;
  return { schema, allowed, form: 'text' } satisfies Kind;
}

/** A share of processors, written as `"2.0"` or 2. */
export function cpus() {
  const read = (value: string | number) =>
    /^\d{1,4}(\.\d{1,3})?$/.test(String(value)) ? Number(value) : null;
  const schema = z.union([z.string(), z.number()]).transform(parsed(read, { min: 0.1, max: 1024 }));
  return { schema, allowed: 'a number of processors such as "2.0" or "0.5"', form: 'text' } satisfies Kind;
}

/** An http or https URL without credentials; a slash at its end is dropped. */
export function url() {
  const isPlain = (value: string) => {
    if (!URL.canParse(value)) return false;
    const { protocol, username, password, search, hash } = new URL(value);
    return /^https?:$/.test(protocol) && !username && !password && !search && !hash;
  };
  const schema = z
    .string()
    .trim()
    .refine(isPlain)
    .transform((value) => value.replace(/\/+$/, ''));
  return { schema, allowed: 'an http:// or https:// URL without credentials', form: 'text' } satisfies Kind;
}

/** A path; `~` and relative ones are resolved later. */
export function path(allowed = 'a path') {
  return text(allowed, /^[^\0]+$/);
}

/** A value that is never shown: given itself, or as `env:NAME`, `file:/path` or 1Password's `op://vault/item/field`. */
export function secret(what: string) {
  const schema = z.string().trim().min(1);
  const allowed = `${what}: "env:NAME", "file:/path", "op://vault/item/field", or the value itself`;
  return { schema, allowed, form: 'text', isSecret: true } satisfies Kind;
}

function range(parse: (text: string) => number | null, min: string, max: string) {
  return { min: parse(min) ?? 0, max: parse(max) ?? Number.MAX_SAFE_INTEGER };
}

function parsed<T>(parse: (value: T) => number | null, { min, max }: { min: number; max: number }) {
  return (value: T, context: z.RefinementCtx): number => {
    const result = parse(value);
    if (result !== null && result >= min && result <= max) return result;
    context.addIssue({ code: 'custom', input: value });
    return z.NEVER;
  };
}
