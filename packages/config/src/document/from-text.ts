import type { CatalogueEntry } from '../schema/schema.ts';

/**
 * The value that a text from outside the file means for a key: of a variable, or typed by a person. What is no such value
 * stays a text, and the schema refuses it with all the others.
 */
export function fromText(value: string, { form }: Pick<CatalogueEntry, 'form'>): unknown {
  const trimmed = value.trim();
  if (form === 'list') return trimmed.split(',').flatMap((item) => (item.trim() === '' ? [] : [item.trim()]));
  if (form === 'integer') return /^[+-]?\d{1,15}$/.test(trimmed) ? Number(trimmed) : value;
  if (form === 'number') return /^[+-]?\d{1,12}(\.\d{1,6})?$/.test(trimmed) ? Number(trimmed) : value;
  if (form === 'boolean') return BOOLEANS.get(trimmed.toLowerCase()) ?? value;
  return value;
}

const BOOLEANS = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['0', false],
  ['no', false],
  ['off', false],
]);
