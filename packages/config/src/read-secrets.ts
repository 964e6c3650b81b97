import { readFile } from 'node:fs/promises';
import { askOnePassword, type Followed } from './ask-one-password.ts';
import type { Problem } from './config-error.ts';
import type { Document } from './document/document.ts';
import type { Environment } from './document/read-environment.ts';
import { nameOf } from './explain-issue.ts';
import type { FileValues } from './schema/schema.ts';
import { Secret } from './secret.ts';

export type SecretContext = {
  env: Environment;
  document: Document;
  /** Makes a path from the place that names it absolute. */
  pathAt(place: readonly PropertyKey[], path: string): string;
  /** Hears what is waited for. */
  say: (line: string) => void;
};

/** Every secret of the configuration, read from where its reference points. */
export type Secrets = {
  token: Secret | null;
  privateKey: Secret | null;
  webhookSecret: Secret | null;
  redisUrl: Secret | null;
  redisPassword: Secret | null;
  mcpToken: Secret | null;
  markerKey: Secret | null;
  /** By provider. */
  apiKeys: ReadonlyMap<string, Secret>;
  /** By the place of an `[[instance]]` among them. */
  passwords: ReadonlyMap<number, Secret>;
};

/** Follows all references; what cannot be followed is a problem each. */
export async function readSecrets(
  values: FileValues,
  context: SecretContext,
): Promise<{ secrets: Secrets; problems: Problem[] }> {
  const problems: Problem[] = [];
  const read = async (place: readonly (string | number)[], reference: string | null) => {
    if (reference === null) return null;
    const result = await follow(reference, place, context);
    if ('secret' in result) return result.secret;
    const origin = context.document.originOf(place);
    problems.push({ key: nameOf(place), value: null, allowed: result.problem, origin });
    return null;
  };
  const apiKeys = new Map<string, Secret>();
  for (const [provider, { api_key }] of Object.entries(values.llm)) {
    const key = await read(['llm', provider, 'api_key'], api_key);
    if (key) apiKeys.set(provider, key);
  }
  const passwords = new Map<number, Secret>();
  for (const [i, { password }] of values.instance.entries()) {
    const found = await read(['instance', i, 'password'], password);
    if (found) passwords.set(i, found);
  }
  const secrets = {
    token: await read(['github', 'token'], values.github.token),
    privateKey: await read(['github', 'private_key'], values.github.private_key),
    webhookSecret: await read(['github', 'webhook_secret'], values.github.webhook_secret),
    redisUrl: await read(['redis', 'url'], values.redis.url),
    redisPassword: await read(['redis', 'password'], values.redis.password),
    mcpToken: await read(['mcp', 'token'], values.mcp.token),
    markerKey: await read(['marker_key'], values.marker_key),
    apiKeys,
    passwords,
  };
  return { secrets, problems };
}

async function follow(
  reference: string,
  place: readonly (string | number)[],
  { env, pathAt, say }: SecretContext,
): Promise<Followed> {
  if (reference.startsWith('file:')) return fromFile(pathAt(place, reference.slice('file:'.length)));
  const given = reference.startsWith('env:') ? fromVariable(reference.slice('env:'.length), env) : reference;
  if (typeof given !== 'string') return given;
  // A variable too may hold a reference: `op run` puts the secret in its place, for whoever calls it.
  return given.startsWith('op://') ? askOnePassword(given, { env, say }) : { secret: new Secret(given) };
}

function fromVariable(name: string, env: Environment): string | { problem: string } {
  const value = env[name]?.trim();
  if (value) return value;
  // Somebody may have put the secret itself behind `env:`; what looks like a variable is none.
  const shown = /^[A-Z][A-Z0-9_]{0,63}$/.test(name) ? `the variable ${name}` : 'the variable behind env:';
  return { problem: `${shown} is not set` };
}

async function fromFile(path: string): Promise<Followed> {
  try {
    const value = (await readFile(path, 'utf8')).trim();
    return value ? { secret: new Secret(value) } : { problem: `the file ${path} is empty` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { problem: `the file ${path} cannot be read (${code})` };
  }
}
