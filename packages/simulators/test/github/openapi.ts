import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Objects = { [name: string]: Json };

const require = createRequire(import.meta.url);
const description: Objects = JSON.parse(
  readFileSync(require.resolve('@octokit/openapi/generated/api.github.com.json'), 'utf8'),
);
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
formats.default(ajv);
const compiled = new Map<string, ValidateFunction>();

// Where the description is wrong about GitHub: an account is a user *or* an enterprise, not both.
const CORRECTIONS: Record<string, Json> = {
  'GET /app/installations 200': { type: 'array', items: { $ref: '#/components/schemas/installation' } },
};
// Refusals whose body it leaves out have the usual one.
const REFUSAL = { $ref: '#/components/schemas/basic-error' };

/** What GitHub's OpenAPI description has against an answer; null: nothing. */
export function objections(operation: string, status: number, body: unknown): string | null {
  const schema = schemaOf(operation, status);
  if (typeof schema === 'string') return schema;
  if (schema === null) return body === null ? null : 'no body is documented';
  const validate = compile(`${operation} ${status}`, schema);
  if (validate(body)) return null;
  return ajv.errorsText(validate.errors?.slice(0, 8), { separator: '\n' });
}

function schemaOf(operation: string, status: number): Json | string {
  const [method = '', path = ''] = operation.split(' ');
  const correction = CORRECTIONS[`${operation} ${status}`];
  if (correction !== undefined) return correction;
  const operations = dig(description, ['paths', path]);
  if (operations === null) return `${path} is not documented`;
  const found = dig(operations, [method.toLowerCase(), 'responses', String(status)]);
  if (found === null) return `${status} is not documented for ${operation}`;
  const response = resolve(found);
  const content = dig(response, ['content']);
  if (content === null) return status >= 400 ? REFUSAL : null;
  return dig(content, ['application/json', 'schema']);
}

function compile(key: string, schema: Json): ValidateFunction {
  const known = compiled.get(key);
  if (known) return known;
  const definitions: Objects = {};
  const root = rewrite(schema, definitions);
  const validate = ajv.compile({ allOf: [root], $defs: definitions });
  compiled.set(key, validate);
  return validate;
}

/** Turns OpenAPI 3.0's `nullable` into JSON Schema, and takes along every schema that is referred to. */
function rewrite(schema: Json, definitions: Objects): Json {
  if (Array.isArray(schema)) return schema.map((item) => rewrite(item, definitions));
  if (schema === null || typeof schema !== 'object') return schema;
  const { $ref, nullable, discriminator: _discriminator, example: _e, examples: _es, ...rest } = schema;
  const plain: Objects = {};
  for (const [name, value] of Object.entries(rest)) plain[name] = rewrite(value, definitions);
  if (typeof $ref === 'string') plain['$ref'] = include($ref, definitions);
  if (nullable !== true) return plain;
  // An enum beside `nullable` may leave null out.
  return { anyOf: [plain, { type: 'null' }] };
}

function include(reference: string, definitions: Objects): string {
  const name = reference.split('/').at(-1) ?? '';
  if (!(name in definitions)) {
    definitions[name] = true;
    definitions[name] = rewrite(resolve({ $ref: reference }), definitions);
  }
  return `#/$defs/${name}`;
}

function resolve(value: Json): Json {
  const reference = dig(value, ['$ref']);
  if (typeof reference !== 'string') return value;
  return resolve(dig(description, reference.slice(2).split('/')));
}

function dig(value: Json, path: readonly string[]): Json {
  let found: Json = value;
  for (const name of path) {
    if (found === null || typeof found !== 'object' || Array.isArray(found)) return null;
    found = found[name] ?? null;
  }
  return found;
}
