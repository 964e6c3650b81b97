import type { z } from 'zod';

type Json = z.core.JSONSchema.BaseSchema;
type Fields = Readonly<Record<string, Json>>;

/** The fields of a listing with what two of them have, as such or in a list, described at the first one only. */
export function describeOnce(fields: Fields): Record<string, Json> {
  const described = new Map<string, string>();
  const once = (name: string, schema: Json): Json => {
    const key = JSON.stringify(schema);
    const twin = described.get(key);
    if (twin === undefined) described.set(key, name);
    const pointer = { type: 'object', description: `As in ${twin}` } as const;
    return twin === undefined || JSON.stringify(pointer).length > key.length ? schema : pointer;
  };
  return Object.fromEntries(
    Object.entries(fields).map(([name, schema]) => {
      const { type, items } = schema;
      if (type === 'object') return [name, once(name, schema)];
      return [name, isObject(items) ? { ...schema, items: once(name, items) } : schema];
    }),
  );
}

function isObject(items: Json['items']): items is Json {
  return typeof items === 'object' && !Array.isArray(items) && items.type === 'object';
}
