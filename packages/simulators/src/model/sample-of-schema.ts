import { z } from 'zod';

const schemaNode = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  minItems: z.number().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
});
type SchemaNode = z.infer<typeof schemaNode>;

/** A small value that a JSON schema accepts; a string property named in `texts` has that text. No `$ref`, no patterns. */
export function sampleOfSchema(schema: unknown, texts: Readonly<Record<string, string>> = {}): unknown {
  const parsed = schemaNode.safeParse(schema);
  if (!parsed.success) return 'sample';
  const node = parsed.data;
  if (node.const !== undefined) return node.const;
  if (node.enum) return node.enum[0];
  const choice = node.anyOf?.[0] ?? node.oneOf?.[0];
  return choice === undefined ? sampleOfType(node, texts) : sampleOfSchema(choice, texts);
}

function sampleOfType(node: SchemaNode, texts: Readonly<Record<string, string>>): unknown {
  const type = Array.isArray(node.type) ? node.type[0] : node.type;
  switch (type ?? 'object') {
    case 'array':
      return Array.from({ length: node.minItems ?? 0 }, () => sampleOfSchema(node.items, texts));
    case 'number':
    case 'integer':
      return node.minimum ?? 0;
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'string':
      return 'sample';
    default:
      return sampleOfObject(node, texts);
  }
}

function sampleOfObject({ properties = {} }: SchemaNode, texts: Readonly<Record<string, string>>): unknown {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const sample = sampleOfSchema(schema, texts);
      return [name, sample === 'sample' ? (texts[name] ?? sample) : sample];
    }),
  );
}
