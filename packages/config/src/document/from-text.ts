import type { CatalogueEntry } from '../schema/schema.ts';

/**
 * The value that a text from outside the file means for a key: of a variable, or typed by a person. What is no such value
 * stays a text, and the schema refuses it with all the others.
 */
export function fromText(value: string, { form }: Pick<CatalogueEntry, 'form'>): unknown {
  const trimmed = value.trim();
  if (form === 'list')
    return listOf(trimmed) ?? trimmed.split(',').flatMap((item) => (item.trim() === '' ? [] : [item.trim()]));
  if (form === 'integer') return /^[+-]?\d{1,15}$/.test(trimmed) ? Number(trimmed) : value;
  if (form === 'number') return /^[+-]?\d{1,12}(\.\d{1,6})?$/.test(trimmed) ? Number(trimmed) : value;
  if (form === 'boolean') return BOOLEANS.get(trimmed.toLowerCase()) ?? value;
  return value;
}

/** A list as it is shown, and as it stands in the file; null for any other text. */
function listOf(text: string): unknown[] | null {
  if (!text.startsWith('[')) return null;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : null;
  } catch {
    return null;
  }
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
