import { z } from 'zod';
import type { Kind } from './kinds.ts';

/** What is known of one key, for its errors, its variable and the reference. */
export type KeyFacts = {
  description: string;
  allowed: string;
  form: Kind['form'];
  isSecret: boolean;
  /** Whether it can be changed in a running process; what is not is in use from the start to the end. */
  live: boolean;
  /** The default as one would write it in TOML, or in words what happens without the key; null when it must be given. */
  default: { value: unknown } | { words: string } | null;
  /** A value as one would write it in TOML. */
  example: unknown;
};

/** The facts of every key below. */
export const keyFacts = z.registry<KeyFacts>();

type Doc<S extends z.ZodType> = {
  description: string;
  example: z.input<S>;
  /** `false`: only commander.toml and a restart change it, as it is with every secret. */
  live?: false;
};

/** A key with a default value. */
export function key<S extends z.ZodType>(
  kind: Kind<S>,
  doc: Doc<S> & { default: z.input<S> },
): z.ZodPrefault<S> {
  const schema = z.prefault(kind.schema, doc.default);
  keyFacts.add(schema, factsOf(kind, { ...doc, default: { value: doc.default } }));
  return schema;
}

/** A key that may be absent: it is null then, and `otherwise` says what that means. */
export function optionalKey<S extends z.ZodType>(
  kind: Kind<S>,
  doc: Doc<S> & { otherwise: string },
): z.ZodDefault<z.ZodNullable<S>> {
  const schema = z.nullable(kind.schema).default(null);
  keyFacts.add(schema, factsOf(kind, { ...doc, default: { words: doc.otherwise } }));
  return schema;
}

/** A key that must be given. */
export function requiredKey<S extends z.ZodType>(kind: Kind<S>, doc: Doc<S>): S {
  keyFacts.add(kind.schema, factsOf(kind, { ...doc, default: null }));
  return kind.schema;
}

function factsOf(
  { allowed, form, isSecret }: Kind,
  { live = true, ...doc }: Pick<KeyFacts, 'description' | 'default' | 'example'> & { live?: boolean },
): KeyFacts {
  const { description, default: fallback, example } = doc;
  return {
    description,
    allowed,
    form,
    isSecret: isSecret === true,
    live: live && isSecret !== true,
    default: fallback,
    example,
  };
}
