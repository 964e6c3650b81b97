/** Replaces every secret value it knows, in whatever usual encoding, by `[secret]`. */
export type Redactor = {
  redact(text: string): string;
  /** From now on this value is replaced as well. */
  add(secret: string): void;
};

const REPLACEMENT = '[secret]';
/** A shorter value is no secret (`none`, `x`), and its replacement would tear lines apart. */
const MIN_SECRET = 4;
/** Base64 of less is too likely to be part of something else. */
const MIN_ENCODED = 8;
/** How many times text may have been wrapped in JSON strings before it came into the line. */
const JSON_DEPTH = 3;

/** A redactor that knows `secrets`. Finds them as they are, JSON-escaped, in base64 and percent-encoded. */
export function createRedactor(secrets: readonly string[] = []): Redactor {
  const forms = new Set<string>();
  let ordered: string[] = [];
  const add = (secret: string) => {
    for (const part of partsOf(secret)) for (const form of formsOf(part)) forms.add(form);
    // The longest first, so that no part of one stays behind when another is contained in it.
    ordered = [...forms].sort((a, b) => b.length - a.length);
  };
  secrets.forEach(add);
  return {
    add,
    redact: (text) => ordered.reduce((rest, form) => rest.replaceAll(form, REPLACEMENT), text),
  };
}

/** The value and, of a key in many lines, each line of it. */
function partsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= 32 && !line.startsWith('-----'));
  return [secret, secret.trim(), ...lines].filter((part) => part.length >= MIN_SECRET);
}

function formsOf(value: string): string[] {
  const plain = [value, encodeURIComponent(Buffer.from(value).toString()), ...base64Forms(value)];
  return plain.flatMap((form) => jsonForms(form));
}

function jsonForms(value: string): string[] {
  const forms = [value];
  for (let depth = 0; depth < JSON_DEPTH; depth++) {
    const escaped = JSON.stringify(forms[depth]).slice(1, -1);
    if (escaped === forms[depth]) break;
    forms.push(escaped);
  }
  return forms;
}

/** The part of the base64 of `<0 to 2 bytes><value><anything>` that does not depend on what surrounds the value. */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const first = Math.ceil((offset * 8) / 6);
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    const form = encoded.slice(first, end);
    if (form.length < MIN_ENCODED) return [];
    return [form, form.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
