import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Secret } from './secret.ts';

/**
 * The secret in `file`, made on first use, readable by its owner only. Of several processes that make it at once
 * one wins, and all return its value: the file appears under its name only when it is whole. Without `randomHex` none is made.
 */
export async function keptSecret(
  file: string,
  randomHex: ((bytes: number) => string) | null,
): Promise<Secret> {
  const kept = await readKept(file);
  if (kept) return kept;
  if (randomHex === null) throw new Error(`${file} is not there`);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomHex(8)}`;
  try {
    await writeFile(draft, `${randomHex(32)}\n`, { mode: 0o600, flag: 'wx', flush: true });
    await link(draft, file).catch(ignore('EEXIST'));
  } finally {
    await rm(draft, { force: true });
  }
  return secretIn(file, await readFile(file, 'utf8'));
}

async function readKept(file: string): Promise<Secret | null> {
  const text = await readFile(file, 'utf8').catch(ignore('ENOENT'));
  return text === undefined ? null : secretIn(file, text);
}

function secretIn(file: string, text: string): Secret {
  const value = text.trim();
  if (value.length < 16) throw new Error(`${file} holds no key: remove it, and it is made anew`);
  return new Secret(value);
}

/** Passes on every error but the one that is expected. */
function ignore(code: string): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === code) return undefined;
    throw error;
  };
}
