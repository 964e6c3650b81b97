import { afterAll, beforeAll, expect, it } from 'vitest';
import { REPO, startWorld, type World } from '../../gateway-world.ts';
import { browse } from '../../login/browse.ts';
import { agentAsks, budgetAsked, permissionAsked, stage } from '../stage.ts';

let world: World;
let browser: Awaited<ReturnType<typeof browse>>;
beforeAll(async () => {
  world = await startWorld();
  browser = await browse(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const taskOf = (id: string) => world.store.get(id);

it('answers a question once, and goes on where the form was', async () => {
  const id = await stage(world).asking('Asks', agentAsks({ options: [{ label: 'Red', description: '' }] }));
  const path = `/tasks/${id}/answer`;
  const stale = await browser.send(path, { question: '9', pick: '0', back: '/' });
  expect(stale.headers['location']).toBe('/?unchanged');
  const answered = await browser.send(path, { question: '1', pick: '0', back: '/' });
  expect(answered).toMatchObject({ status: 303, headers: { location: '/' } });
  expect(await taskOf(id)).toMatchObject({
    status: 'queued',
    answer: { to: 1, by: 'browser', reply: { kind: 'answers', answers: [['Red']] } },
  });
  const again = await browser.send(path, { question: '1', pick: '0', back: `/tasks/${id}` });
  expect(again.headers['location']).toBe(`/tasks/${id}?unchanged`);
  const told = await browser.get(`/tasks/${id}?unchanged`);
  expect(told.body).toContain('Nothing was changed');
});

it('decides on permissions and money', async () => {
  const permission = await stage(world).asking('Permission', permissionAsked());
  await browser.send(`/tasks/${permission}/answer`, { question: '1', decision: 'deny' });
  expect((await taskOf(permission))?.answer?.reply).toEqual({ kind: 'deny' });
  const money = await stage(world).asking('Money', budgetAsked());
  await browser.send(`/tasks/${money}/answer`, { question: '1', decision: 'continue', usd: '2.5' });
  expect((await taskOf(money))?.answer?.reply).toEqual({ kind: 'continue', usd: 2.5 });
});

it('cancels, tries again, prioritizes and chooses the model', async () => {
  const id = await stage(world).queued('Steered');
  await browser.send(`/tasks/${id}/priority`, { priority: 'critical' });
  await browser.send(`/tasks/${id}/model`, { model: 'anthropic/claude-sonnet-4-5' });
  expect(await taskOf(id)).toMatchObject({ priority: 'critical', model: 'anthropic/claude-sonnet-4-5' });
  await browser.send(`/tasks/${id}/model`, { model: '' });
  await browser.send(`/tasks/${id}/cancel`, { reason: 'a mistake' });
  expect(await taskOf(id)).toMatchObject({ status: 'cancelled', model: null });
  const late = await browser.send(`/tasks/${id}/priority`, { priority: 'low', back: `/tasks/${id}` });
  expect(late.headers['location']).toBe(`/tasks/${id}?unchanged`);
  const log = await world.store.readEvents(id);
  expect(log.map(({ event }) => 'message' in event && event.message)).toContain('a mistake, by browser');
  await browser.send(`/tasks/${id}/retry`);
  expect((await taskOf(id))?.status).toBe('queued');
});

it('adds to a budget once for each showing of the page', async () => {
  const id = await stage(world).queued('Costly');
  for (let i = 0; i < 2; i += 1) await browser.send(`/tasks/${id}/budget`, { usd: '5', request: 'showing' });
  expect((await taskOf(id))?.grants).toEqual([{ by: 'browser:showing', usd: 5 }]);
});

it('pauses and resumes a repository, and everything', async () => {
  await browser.send('/pause', { repo: REPO, reason: 'broken' });
  await browser.send('/pause', { reason: '', preempt: 'yes' });
  const paused = (await browser.get('/')).body;
  expect(paused).toContain('broken, by browser');
  await browser.send('/resume', { repo: REPO });
  await browser.send('/resume');
  expect((await browser.get('/')).body).toContain('Nothing is paused.');
});

it.each([
  ['answer', { question: '1' }, 400, 'Answer every question'],
  ['priority', { priority: 'urgent' }, 400, 'Choose one of the priorities'],
  ['model', { model: 'evil/model' }, 400, 'evil/model is not allowed here'],
  ['budget', { usd: 'much' }, 400, 'Write how many dollars'],
])('says what is wrong with a form of %s', async (name, fields, status, line) => {
  const id = await stage(world).asking('Waits', agentAsks({}));
  const { body, ...answer } = await browser.send(`/tasks/${id}/${name}`, fields);
  expect(answer.status).toBe(status);
  expect(body).toContain(`<p role="alert">${line}`);
});

it('knows no task that is none', async () => {
  expect((await browser.send('/tasks/12-abcdef/cancel')).status).toBe(404);
});
