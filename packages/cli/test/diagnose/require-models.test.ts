import { Secret } from '@opencode-commander/config';
import { thisHost } from '@opencode-commander/host';
import { expect, it } from 'vitest';
import { modelProviders } from '../../src/diagnose/require-models.ts';

const provider = { baseUrl: 'https://models.test', apiKey: new Secret('key'), npm: null, models: [] };
const judge = (config: Parameters<typeof modelProviders>[0]) =>
  modelProviders(config).check(thisHost(process));

it('wants a provider', async () => {
  const models = { allowed: null, default: null };
  expect(await judge({ llm: {}, models })).toMatchObject({ status: 'trouble' });
  const llm = { one: provider, two: { ...provider, apiKey: null } };
  expect(await judge({ llm, models })).toEqual({ status: 'ok', detail: 'one, two (without a key)' });
});

it('wants the default model to be one of theirs', async () => {
  const check = (model: string) =>
    judge({ llm: { one: provider }, models: { allowed: null, default: model } });
  expect(await check('one/large')).toMatchObject({ status: 'ok' });
  expect(await check('two/large')).toMatchObject({
    status: 'trouble',
    reason: 'models.default is two/large, but there is no provider two',
  });
});
