import { configOverrides } from '@opencode-commander/queue';
import { expect, test } from 'vitest';
import { NoSuchKeyError, OPERATIONS, type OperationControl } from '../../src/index.ts';
import { startControl } from '../a-control.ts';

function asked(control: ReturnType<typeof startControl>): OperationControl {
  const readRepository = async (name: string) => ({ id: 7, fullName: name, canPush: true });
  return { ...control, readRepository, allowedModels: () => null, by: 'maria' };
}

test('what is set is shown with who set it, and taken back', async () => {
  await using own = startControl();
  const control = asked(own);
  const changes = { 'timeouts.high': '1h', 'timeouts.low': '2m' };
  const set = await OPERATIONS['config.set'].run(control, { changes });
  expect(set).toMatchObject({
    changed: true,
    keys: [
      { key: 'timeouts.high', value: '"1h"', origin: { kind: 'runtime', by: 'maria' } },
      { key: 'timeouts.low', value: '"2m"' },
    ],
  });
  const shown = await OPERATIONS['config.show'].run(control, { key: 'timeouts.high' });
  expect(shown.keys).toEqual(set.keys.slice(0, 1));
  const unset = await OPERATIONS['config.unset'].run(control, { keys: ['timeouts.high'] });
  expect(unset).toMatchObject({ changed: true, keys: [{ origin: { kind: 'default' } }] });
  expect(await OPERATIONS['config.unset'].run(control, { keys: ['timeouts.high'] })).toMatchObject({
    changed: false,
  });
});

test('a section is shown as a whole; what is neither key nor section is said', async () => {
  await using own = startControl();
  const control = asked(own);
  const { keys } = await OPERATIONS['config.show'].run(control, { key: 'timeouts' });
  expect(keys.map(({ key }) => key)).toEqual(['timeouts.high', 'timeouts.low']);
  expect((await OPERATIONS['config.show'].run(control, { key: 'repo.ACME/web' })).keys).toHaveLength(1);
  await expect(OPERATIONS['config.show'].run(control, { key: 'timeouts.hi' })).rejects.toThrow(
    NoSuchKeyError,
  );
});

test('what the editor refuses is passed on, and nothing is changed', async () => {
  await using own = startControl();
  const control = asked(own);
  const changes = { 'timeouts.high': '1h', 'timeouts.low': 'wrong' };
  await expect(OPERATIONS['config.set'].run(control, { changes })).rejects.toThrow('that is wrong');
  await expect(OPERATIONS['config.set'].run(control, { changes: {} })).rejects.toThrow('name 1 to 100 keys');
  expect(await configOverrides(own.queues).read()).toEqual({});
});

test('settings of a repository are the same overrides, and are listed', async () => {
  await using own = startControl();
  const control = asked(own);
  const configured = await OPERATIONS['repos.configure'].run(control, { repo: 'acme/web', setup: 'make' });
  expect(configured).toMatchObject({
    changed: true,
    keys: [{ key: 'repo.acme/web.setup', value: '"make"' }],
  });
  expect(await OPERATIONS['repos.list'].run(control, {})).toEqual({
    repositories: [],
    settings: configured.keys,
  });
  await OPERATIONS['repos.configure'].run(control, { repo: 'acme/web', setup: null });
  expect(await configOverrides(own.queues).read()).toEqual({});
});
