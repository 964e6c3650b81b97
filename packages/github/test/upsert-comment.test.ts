import { renderMarker } from '@opencode-commander/task';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GitHubError } from '../src/index.ts';
import { MARKER_KEY, startWorld, type World } from './world.ts';

const REPO = 'alice/web';
const marker = { task: '1-abcdef', epoch: 1, operation: 'status' };
const COMMENTS = '/repos/{owner}/{repo}/issues/{issue_number}/comments';

describe('upsertComment', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const file = (title: string) => world.simulator.fileIssue({ repo: REPO, title, author: 'alice' }).number;
  const bodies = (number: number) => world.simulator.comments(REPO, number).map(({ body }) => body);

  it('creates a comment, leaves it as it is, then edits it in place', async () => {
    const number = file('in place');
    const created = await world.github.upsertComment(REPO, number, { marker, body: 'one' });
    expect(created.changed).toBe(true);
    expect(created.url).toContain(`issuecomment-${created.id}`);
    expect(await world.github.upsertComment(REPO, number, { marker, body: 'one' })).toEqual({
      ...created,
      changed: false,
    });
    expect(
      await world.github.upsertComment(REPO, number, { marker: { ...marker, epoch: 2 }, body: 'two' }),
    ).toEqual(created);
    expect(bodies(number)).toEqual([`${renderMarker({ ...marker, epoch: 2 }, MARKER_KEY)}\ntwo`]);
  });

  it('keeps operations and tasks apart', async () => {
    const number = file('apart');
    await world.github.upsertComment(REPO, number, { marker, body: 'a' });
    await world.github.upsertComment(REPO, number, { marker: { ...marker, operation: 'result' }, body: 'b' });
    await world.github.upsertComment(REPO, number, { marker: { ...marker, task: '1-123456' }, body: 'c' });
    expect(bodies(number)).toHaveLength(3);
  });

  it('takes neither a copied nor a forged marker for its own', async () => {
    const number = file('strangers');
    world.simulator.comment({ repo: REPO, number, by: 'alice', body: renderMarker(marker, MARKER_KEY) });
    world.simulator.comment({ repo: REPO, number, by: 'bot', body: renderMarker(marker, 'another key') });
    await world.github.upsertComment(REPO, number, { marker, body: 'mine' });
    expect(bodies(number)).toHaveLength(3);
  });

  it('writes exactly one comment although the reply was lost', async () => {
    const number = file('lost reply');
    world.simulator.fault({ method: 'POST', route: COMMENTS, dropReplyAfterApplying: true });
    await world.github.upsertComment(REPO, number, { marker, body: 'once' });
    expect(bodies(number)).toHaveLength(1);
  });

  it('does not send a creation twice: after an error it looks, and leaves the next try to its caller', async () => {
    const number = file('error');
    world.simulator.fault({ method: 'POST', route: COMMENTS, status: 502 });
    const failure = await world.github
      .upsertComment(REPO, number, { marker, body: 'x' })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GitHubError);
    expect(failure).toMatchObject({ kind: 'unavailable', retryable: true });
    expect(bodies(number)).toHaveLength(0);
    await world.github.upsertComment(REPO, number, { marker, body: 'x' });
    expect(bodies(number)).toHaveLength(1);
  });

  it('finds its comment on any page', async () => {
    const number = file('many');
    for (let i = 0; i < 130; i += 1)
      world.simulator.comment({ repo: REPO, number, by: 'alice', body: `${i}` });
    await world.github.upsertComment(REPO, number, { marker, body: 'first' });
    for (let i = 0; i < 100; i += 1)
      world.simulator.comment({ repo: REPO, number, by: 'alice', body: `${i}` });
    expect((await world.connect().upsertComment(REPO, number, { marker, body: 'second' })).changed).toBe(
      true,
    );
    expect(bodies(number)).toHaveLength(231);
    expect(bodies(number)[130]).toContain('second');
  });

  it('keeps every character, and cuts what GitHub would not take', async () => {
    const number = file('odd');
    const odd = 'quotes "\' `$(rm -rf /)` 🦊 \u200d\r\n<b>&amp;</b>\n\n\ttab';
    await world.github.upsertComment(REPO, number, { marker, body: odd });
    expect(bodies(number)[0]?.endsWith(`\n${odd}`)).toBe(true);
    await world.github.upsertComment(REPO, number, { marker, body: '🦊'.repeat(60_000) });
    expect(bodies(number)[0]?.length).toBeLessThanOrEqual(65_000);
    expect(bodies(number)[0]).toContain('cut here');
  });
});
