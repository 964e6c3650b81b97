const SHORTEST_SECRET = 8;

// Published formats of well-known credentials; each pattern is linear, for it runs over hostile text.
const PATTERNS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/],
  ['a GitHub token', /\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{36}/],
  ['an Anthropic key', /\bsk-ant-[A-Za-z0-9_-]{20}/],
  ['an OpenAI key', /\bsk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{40}|\bsk-[A-Za-z0-9]{48}\b/],
  ['an AWS key', /\b(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}\b/],
  ['a Google key', /\bAIza[A-Za-z0-9_-]{35}/],
  ['a Slack token', /\bxox[abeprs]-[A-Za-z0-9-]{20}/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}/],
];

/** The configured values as they can be found in a line of Latin-1 text; those too short to mean anything are left out. */
export function searchable(secrets: readonly string[]): string[] {
  return secrets
    .flatMap((secret) => secret.split('\n'))
    .map((line) => Buffer.from(line.trim()).toString('latin1'))
    .filter((line) => line.length >= SHORTEST_SECRET);
}

/** What credential the Latin-1 text holds, in words; null for none. */
export function credentialIn(text: string, values: readonly string[]): string | null {
  if (values.some((value) => text.includes(value))) return "one of commander's own secrets";
  return PATTERNS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
