import { taskIdSchema } from '@opencode-commander/task';
import type { Problem } from './config-error.ts';
import type { Document } from './document/document.ts';
import { nameOf } from './explain-issue.ts';
import { passwordIn } from './password-in.ts';
import { standardBaseUrl } from './providers.ts';
import type { Secrets } from './read-secrets.ts';
import type { FileValues } from './schema/schema.ts';
import type { Secret } from './secret.ts';

export type Checked = { values: FileValues; secrets: Secrets; runDir: string; document: Document };
type Finding = { place: readonly (string | number)[]; value?: string; allowed: string };

/** A socket's path has 107 bytes, and what is made in the run directory takes up to 47 of them. */
const MAX_RUN_DIR_BYTES = 60;
const MIN_KEY_LENGTH = 16;

/** What no key alone can tell. */
export function checkRules(checked: Checked): Problem[] {
  const rules = [
    headerRules,
    githubRules,
    redisRules,
    hostRules,
    mcpRules,
    modelRules,
    providerRules,
    repoRules,
    instanceRules,
  ];
  return rules
    .flatMap((rule) => rule(checked))
    .map(({ place, value = null, allowed }) => {
      return { key: nameOf(place), value, allowed, origin: checked.document.originOf(place) };
    });
}

/** What goes into an HTTP header: visible characters of ASCII only. */
function headerRules({ secrets }: Checked): Finding[] {
  const sent: [string, Secret | null][] = [
    ['github.token', secrets.token],
    ['mcp.token', secrets.mcpToken],
  ];
  const allowed =
    'must be visible ASCII characters without spaces: look for a line end or a quotation mark too many';
  return sent.flatMap(([name, secret]) =>
    /^[!-~]*$/.test(secret?.reveal() ?? '') ? [] : [{ place: name.split('.'), allowed }],
  );
}

function githubRules({ values: { github }, secrets }: Checked): Finding[] {
  const place = (key: string) => ['github', key];
  if (github.app_id !== null && github.token !== null)
    return [{ place: place('token'), allowed: 'give either github.token or github.app_id, not both' }];
  if (github.app_id !== null && github.private_key === null)
    return [{ place: place('app_id'), allowed: 'needs github.private_key as well' }];
  if (github.private_key !== null && github.app_id === null)
    return [{ place: place('private_key'), allowed: 'needs github.app_id as well' }];
  const isPem = secrets.privateKey?.reveal().startsWith('-----BEGIN ') ?? true;
  return isPem ? [] : [{ place: place('private_key'), allowed: 'must be a private key in PEM' }];
}

function redisRules({ secrets: { redisUrl, redisPassword } }: Checked): Finding[] {
  const url = redisUrl?.reveal();
  if (url === undefined || isRedisUrl(url)) return passwordRules(url, redisPassword);
  const allowed =
    'must be redis://host:port, rediss://host:port, unix:///path, redis+sentinel://host:port,host:port/master ' +
    'or redis+cluster://host:port,host:port';
  return [{ place: ['redis', 'url'], allowed }];
}

function passwordRules(url: string | undefined, password: Secret | null): Finding[] {
  const place = ['redis', 'password'];
  if (password === null) return [];
  if (url === undefined) return [{ place, allowed: 'needs redis.url as well' }];
  return passwordIn(url) !== null ? [{ place, allowed: 'give it here or in redis.url, not in both' }] : [];
}

const HOSTS = /^rediss?\+(?:sentinel:\/\/[^/?]+\/[^/?]+(?:\/\d+)?|cluster:\/\/[^/?]+)\/?(?:\?.*)?$/;

/** With a login and no host it is no URL. */
const SOCKET_WITH_LOGIN = /^unix:\/\/[^/?#]*@\/./;

function isRedisUrl(url: string): boolean {
  if (HOSTS.test(url) || SOCKET_WITH_LOGIN.test(url)) return true;
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, pathname } = new URL(url);
  return protocol === 'unix:' ? pathname.startsWith('/') : /^rediss?:$/.test(protocol) && hostname !== '';
}

function hostRules({ runDir }: Checked): Finding[] {
  const length = Buffer.byteLength(runDir);
  if (length <= MAX_RUN_DIR_BYTES) return [];
  const allowed = `must be a path of at most ${MAX_RUN_DIR_BYTES} bytes, this has ${length}: sockets are made in it`;
  return [{ place: ['run_dir'], value: JSON.stringify(runDir), allowed }];
}

function mcpRules({ values: { mcp }, secrets }: Checked): Finding[] {
  const findings: Finding[] = [];
  if (!isLoopback(mcp.host) && secrets.mcpToken === null) {
    const allowed = 'is not loopback: that needs an mcp.token of your own';
    findings.push({ place: ['mcp', 'host'], value: JSON.stringify(mcp.host), allowed });
  }
  const allowed = `must have at least ${MIN_KEY_LENGTH} characters`;
  if (isShort(secrets.mcpToken?.reveal())) findings.push({ place: ['mcp', 'token'], allowed });
  if (isShort(secrets.webhookSecret?.reveal()))
    findings.push({ place: ['github', 'webhook_secret'], allowed });
  if (isShort(secrets.markerKey?.reveal())) findings.push({ place: ['marker_key'], allowed });
  return findings;
}

function modelRules({ values: { models } }: Checked): Finding[] {
  if (models.default === null || models.allowed === null || models.allowed.includes(models.default))
    return [];
  const allowed = `must be one of models.allowed: ${models.allowed.join(', ') || 'none'}`;
  return [{ place: ['models', 'default'], value: JSON.stringify(models.default), allowed }];
}

function providerRules({ values: { llm } }: Checked): Finding[] {
  return Object.entries(llm).flatMap(([name, { base_url }]) => {
    if (base_url !== null || standardBaseUrl(name) !== null) return [];
    return [
      { place: ['llm', name, 'base_url'], allowed: `is missing: the address of ${name} is not known here` },
    ];
  });
}

function repoRules({ values: { repo } }: Checked): Finding[] {
  const names = repo.map(({ name }) => name.toLowerCase());
  return names.flatMap((name, i) => {
    if (names.indexOf(name) === i) return [];
    return [{ place: ['repo', i, 'name'], value: JSON.stringify(name), allowed: 'stands here twice' }];
  });
}

function instanceRules({ values: { instance } }: Checked): Finding[] {
  const names = instance.map(({ name }) => name);
  return names.flatMap((name, i) => {
    const place = ['instance', i, 'name'];
    const value = JSON.stringify(name);
    if (names.indexOf(name) !== i) return [{ place, value, allowed: 'stands here twice' }];
    if (!taskIdSchema.safeParse(name).success) return [];
    return [{ place, value, allowed: 'is the id of a task: those are the names of sandboxes' }];
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function isShort(value: string | undefined): boolean {
  return value !== undefined && value.length < MIN_KEY_LENGTH;
}
