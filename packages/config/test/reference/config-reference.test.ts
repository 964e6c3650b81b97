import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configReference, nixOptions } from '../../src/index.ts';
import { EXAMPLE } from '../../src/reference/example.ts';
import { CATALOGUE, fileSchema } from '../../src/schema/schema.ts';
import { type Home, makeHome } from '../load.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home[Symbol.asyncDispose]());

test('docs/configuration.md is as the table has it: if not, run packages/config/src/reference/main.ts', async () => {
  const path = new URL('../../../../docs/configuration.md', import.meta.url);
  expect(await readFile(path, 'utf8')).toBe(configReference());
});

test('nix/options.json is as the schema has it: if not, run packages/config/src/reference/main.ts', async () => {
  const path = new URL('../../../../nix/options.json', import.meta.url);
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(JSON.parse(nixOptions()));
});

test('the example loads', async () => {
  const secrets = { GITHUB_TOKEN: 'ghp_x', ANTHROPIC_API_KEY: 'sk-x', WORKSTATION_PASSWORD: 'pw' };
  const config = await home.load(EXAMPLE, secrets);
  expect(Object.keys(config.llm)).toEqual(['anthropic', 'local']);
  expect(config.repos[0]?.name).toBe('octocat/hello-world');
  expect(config.instances).toMatchObject([{ name: 'workstation', url: 'https://opencode.example.com' }]);
  expect(config.instances[0]?.password?.reveal()).toBe('pw');
});

test.each(CATALOGUE)(
  '$pattern: example and default are accepted',
  ({ pattern, example, default: fallback }) => {
    const values = fallback !== null && 'value' in fallback ? [example, fallback.value] : [example];
    for (const value of values) {
      const result = fileSchema.safeParse(documentAt(pattern, value));
      expect(result.error?.issues ?? []).toEqual([]);
    }
  },
);

function documentAt([step = '', ...rest]: readonly string[], value: unknown): object {
  if (rest.length === 0) return { [step]: value };
  if (step === 'repo') return { repo: [{ name: 'o/r', ...documentAt(rest.slice(1), value) }] };
  const server = { name: 'w', url: 'http://h' };
  if (step === 'instance') return { instance: [{ ...server, ...documentAt(rest.slice(1), value) }] };
  return { [step === '*' ? 'anthropic' : step]: documentAt(rest, value) };
}
