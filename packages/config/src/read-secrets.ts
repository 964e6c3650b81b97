import { askEachOnce } from './ask-each-once.ts';
import { askOnePassword } from './ask-one-password.ts';
import type { Problem } from './config-error.ts';
import type { Document } from './document/document.ts';
import type { Environment } from './document/read-environment.ts';
import { nameOf } from './explain-issue.ts';
import type { Followed } from './followed.ts';
import { readSecretFile } from './read-secret-file.ts';
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
  const given = givenIn(values);
  const ask = askEachOnce((reference) => askOnePassword(reference, context));
  const answers = await Promise.all(given.map((secret) => follow(secret, { ...context, ask })));
  const found = new Map<string, Secret>();
  const problems: Problem[] = [];
  for (const [i, { place }] of given.entries()) {
    const answer = answers[i];
    if (answer === undefined) continue;
    const origin = context.document.originOf(place);
    if ('secret' in answer) found.set(nameOf(place), answer.secret);
    else problems.push({ key: nameOf(place), value: null, allowed: answer.problem, origin });
  }
  return { secrets: secretsOf(values, (...place) => found.get(nameOf(place)) ?? null), problems };
}

type Place = readonly (string | number)[];
type Given = { place: Place; reference: string };

/** Every place that gives a secret, and what stands there. */
function givenIn(values: FileValues): Given[] {
  const { github, redis, mcp, marker_key } = values;
  const places: [Place, string | null][] = [
    ...Object.entries(values.llm).map(([name, { api_key }]): [Place, string | null] => [
      ['llm', name, 'api_key'],
      api_key,
    ]),
    ...values.instance.map(({ password }, i): [Place, string | null] => [
      ['instance', i, 'password'],
      password,
    ]),
    [['github', 'token'], github.token],
    [['github', 'private_key'], github.private_key],
    [['github', 'webhook_secret'], github.webhook_secret],
    [['redis', 'url'], redis.url],
    [['redis', 'password'], redis.password],
    [['mcp', 'token'], mcp.token],
    [['marker_key'], marker_key],
  ];
  return places.flatMap(([place, reference]) => (reference === null ? [] : [{ place, reference }]));
}

function secretsOf(values: FileValues, at: (...place: Place) => Secret | null): Secrets {
  const present = <K>(key: K, secret: Secret | null): [K, Secret][] => (secret ? [[key, secret]] : []);
  const providers = Object.keys(values.llm);
  return {
    token: at('github', 'token'),
    privateKey: at('github', 'private_key'),
    webhookSecret: at('github', 'webhook_secret'),
    redisUrl: at('redis', 'url'),
    redisPassword: at('redis', 'password'),
    mcpToken: at('mcp', 'token'),
    markerKey: at('marker_key'),
    apiKeys: new Map(providers.flatMap((name) => present(name, at('llm', name, 'api_key')))),
    passwords: new Map(values.instance.flatMap((_, i) => present(i, at('instance', i, 'password')))),
  };
}

async function follow(
  { place, reference }: Given,
  { env, pathAt, ask }: SecretContext & { ask: (reference: string) => Promise<Followed> },
): Promise<Followed> {
  if (reference.startsWith('file:')) {
    const kept = await readSecretFile(pathAt(place, reference.slice('file:'.length)));
    // References are meant to be seen: one that is taken for the secret would be a secret that everybody knows.
    const held = 'secret' in kept ? kept.secret.reveal() : '';
    return held.startsWith('op://') ? ask(held) : kept;
  }
  const given = reference.startsWith('env:') ? fromVariable(reference.slice('env:'.length), env) : reference;
  if (typeof given !== 'string') return given;
  // A variable too may hold a reference: `op run` puts the secret in its place, for whoever calls it.
  return given.startsWith('op://') ? ask(given) : { secret: new Secret(given) };
}

function fromVariable(name: string, env: Environment): string | { problem: string } {
  const value = env[name]?.trim();
  if (value) return value;
  // Somebody may have put the secret itself behind `env:`; what looks like a variable is none.
  const shown = /^[A-Z][A-Z0-9_]{0,63}$/.test(name) ? `the variable ${name}` : 'the variable behind env:';
  return { problem: `${shown} is not set` };
}
