import { expect, test } from 'vitest';
import type { ConfigControl } from '../src/config/config-editor.ts';
import { addRepository, CannotPushError } from '../src/index.ts';
import {
  blockRepository,
  listRepositories,
  type RepositoryControl,
  removeRepository,
  repositoryOutputSchema,
} from '../src/repositories.ts';
import { startControl } from './a-control.ts';

/** A GitHub that knows these repositories by any name they ever had. */
function reading(
  control: ReturnType<typeof startControl>,
  canPush: boolean | null = true,
): RepositoryControl & ConfigControl {
  const readRepository: RepositoryControl['readRepository'] = async (name) => {
    if (name === 'acme/gone') throw new Error('There is no acme/gone');
    return { id: 7, fullName: 'acme/web', canPush };
  };
  return { ...control, readRepository };
}

test('a repository is added, blocked and removed, by its id whatever it is called', async () => {
  await using own = startControl();
  const control = reading(own);
  const added = await addRepository(control, { repo: 'acme/old-name' });
  expect(repositoryOutputSchema.parse(added)).toEqual(added);
  expect(added).toMatchObject({ changed: true, repository: { id: 7, name: 'acme/web', mode: 'served' } });
  const again = await addRepository(control, { repo: 'acme/web' });
  expect(again).toEqual({ ...added, changed: false });
  expect(await blockRepository(control, { repo: 'acme/web' })).toMatchObject({ changed: true });
  expect((await listRepositories(control)).repositories).toMatchObject([{ id: 7, mode: 'blocked' }]);
  expect(await removeRepository(control, { repo: 'ACME/web' })).toEqual({ removed: true });
  expect(await removeRepository(control, { repo: 'ACME/web' })).toEqual({ removed: false });
});

test('a change has the poller look at once', async () => {
  await using own = startControl();
  await addRepository(reading(own), { repo: 'acme/web' });
  expect(await own.queues.polls.getWaitingCount()).toBe(1);
});

test('one that nobody could push to is refused; blocking it is not', async () => {
  await using own = startControl();
  const control = reading(own, false);
  await expect(addRepository(control, { repo: 'acme/web' })).rejects.toThrow(CannotPushError);
  expect(await blockRepository(control, { repo: 'acme/web' })).toMatchObject({ changed: true });
  expect(await addRepository(reading(own, null), { repo: 'acme/web' })).toMatchObject({ changed: true });
});

test('what reading it throws is passed on, and a name that is none is refused', async () => {
  await using own = startControl();
  await expect(addRepository(reading(own), { repo: 'acme/gone' })).rejects.toThrow('There is no acme/gone');
  await expect(addRepository(reading(own), { repo: 'web' })).rejects.toThrow();
  expect((await listRepositories(own)).repositories).toEqual([]);
});
