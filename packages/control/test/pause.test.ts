import { expect, test } from 'vitest';
import { pause, resume, status, TwoScopesError } from '../src/index.ts';
import type { PauseControl } from '../src/pause.ts';
import { listPauses } from '../src/pauses.ts';
import { startControl } from './a-control.ts';

const NAMES: Readonly<Record<string, number>> = { 'acme/web': 7, 'acme/site': 7, 'acme/api': 8 };

/** A GitHub where acme/web has been renamed to acme/site. */
function asked(control: ReturnType<typeof startControl>, by = 'maria'): PauseControl {
  const readRepository = async (name: string) => {
    const id = NAMES[name.toLowerCase()];
    if (id === undefined) throw new Error(`There is no ${name}`);
    return { id, fullName: id === 7 ? 'acme/site' : name, canPush: true };
  };
  return { ...control, by, readRepository };
}

const shown = async (control: ReturnType<typeof startControl>) =>
  (await listPauses(control)).pauses.map(({ scope, name }) => [scope, name]);

test('everything, a repository and a provider are paused and resumed each by itself', async () => {
  await using own = startControl();
  const control = asked(own);
  const all = await pause(control, { reason: 'an incident' });
  expect(all).toEqual({
    began: true,
    pause: {
      scope: 'all',
      name: null,
      by: 'maria',
      since: expect.stringMatching(/Z$/),
      reason: 'an incident',
      preempts: false,
    },
  });
  await pause(control, { repo: 'acme/api' });
  await pause(control, { provider: 'anthropic', preempt: true });
  expect(await shown(own)).toEqual([
    ['all', null],
    ['provider', 'anthropic'],
    ['repository', 'acme/api'],
  ]);
  expect((await status(own)).pauses).toEqual((await listPauses(own)).pauses);

  const resumed = await resume(control, { repo: 'ACME/api' });
  expect(resumed).toMatchObject({ resumed: true, scope: 'repository', name: 'acme/api' });
  expect(resumed.pauses.map(({ scope }) => scope)).toEqual(['all', 'provider']);
  expect(await resume(control, { provider: 'anthropic' })).toMatchObject({ resumed: true });
  expect(await resume(control)).toMatchObject({ resumed: true, scope: 'all', name: null, pauses: [] });
});

test('pausing twice changes the reason, and says who did', async () => {
  await using own = startControl();
  const { pause: first } = await pause(asked(own), { reason: 'one' });
  expect(await pause(asked(own, 'cli'), { reason: 'two', preempt: true })).toEqual({
    began: false,
    pause: { ...first, by: 'cli', reason: 'two', preempts: true },
  });
});

test('resuming what is not paused says so', async () => {
  await using own = startControl();
  const control = asked(own);
  await pause(control, { repo: 'acme/api' });
  expect(await resume(control)).toMatchObject({ resumed: false, pauses: [{ name: 'acme/api' }] });
  expect(await resume(control, { repo: 'acme/web' })).toMatchObject({ resumed: false, name: 'acme/site' });
  expect(await resume(control, { provider: 'local' })).toMatchObject({ resumed: false });
});

test('a repository is the same under each of its names, and is resumed when it is gone', async () => {
  await using own = startControl();
  const control = asked(own);
  await pause(control, { repo: 'acme/web' });
  expect(await pause(control, { repo: 'acme/site' })).toMatchObject({ began: false });
  expect(await resume(control, { repo: 'acme/web' })).toMatchObject({ resumed: true, name: 'acme/site' });
  await pause(control, { repo: 'acme/api' });
  const gone = { ...control, readRepository: () => Promise.reject(new Error('gone')) };
  expect(await resume(gone, { repo: 'acme/api' })).toMatchObject({ resumed: true });
  await expect(resume(gone, { repo: 'acme/api' })).rejects.toThrow('gone');
});

test('two at once are refused, and what is no name', async () => {
  await using own = startControl();
  const control = asked(own);
  const both = { repo: 'acme/web', provider: 'local' };
  await expect(pause(control, both)).rejects.toThrow(TwoScopesError);
  await expect(resume(control, both)).rejects.toThrow(TwoScopesError);
  await expect(pause(control, { repo: 'web' })).rejects.toThrow();
  await expect(pause(control, { repo: 'acme/none' })).rejects.toThrow('There is no acme/none');
  expect(await shown(own)).toEqual([]);
});
