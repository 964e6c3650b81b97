import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type GitHubSimulator, type GitHubSimulatorOptions, startGitHubSimulator } from '../../src/index.ts';

/** A simulator in a temporary directory; both go with `stop`. */
export async function startInTemporary(
  options: Partial<GitHubSimulatorOptions> = {},
): Promise<{ github: GitHubSimulator; directory: string; stop: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'github-'));
  const github = await startGitHubSimulator({ directory, ...options });
  const stop = async () => {
    await github.stop();
    await rm(directory, { recursive: true, force: true });
  };
  return { github, directory, stop };
}

type Asking = {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
  redirect?: 'follow' | 'manual';
};

/** One request to the REST API; `body` null where there was none. */
export async function ask(
  github: GitHubSimulator,
  operation: string,
  { token, body, headers, redirect = 'follow' }: Asking = {},
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const [method = 'GET', path = ''] = operation.split(' ');
  const response = await fetch(github.apiUrl + path, {
    method,
    redirect,
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? null : json ? JSON.parse(text) : text,
  };
}

/** The `id` of an answer's body. */
export function idOf({ body }: { body: unknown }): number {
  return z.object({ id: z.number() }).parse(body).id;
}

/** The body of an answer that is a list of objects. */
export function listOf({ body }: { body: unknown }): Record<string, unknown>[] {
  return z.array(z.record(z.string(), z.unknown())).parse(body);
}
