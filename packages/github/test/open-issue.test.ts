import { findRequest, renderRequestMarker } from '@opencode-commander/task';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GitHubError } from '../src/index.ts';
import { MARKER_KEY, startWorld, type World } from './world.ts';

const REPO = 'alice/web';
const ISSUES = '/repos/{owner}/{repo}/issues';

describe('openIssue', () => {
  let world: World;
  let requests = 0;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const aDraft = (changes = {}) => {
    requests += 1;
    const request = requests.toString(16).padStart(32, '0');
    const beforeOpening = async () => undefined;
    const text = { title: `Fix ${requests}`, body: 'The *typo*.' };
    return { ...text, request, evenClosed: false, beforeOpening, ...changes };
  };
  const open = (draft: ReturnType<typeof aDraft>) => world.github.openIssue(REPO, draft);

  it('opens one with the text, and finds it when it is asked for again', async () => {
    const draft = aDraft();
    const first = await open(draft);
    expect(first).toMatchObject({
      opened: true,
      issue: { title: draft.title, author: 'bot', state: 'open' },
    });
    expect(first.issue.body).toBe(`${renderRequestMarker(draft.request, MARKER_KEY)}\nThe *typo*.`);
    expect(await open(draft)).toEqual({ ...first, opened: false });
    expect((await open(aDraft())).issue.number).not.toBe(first.issue.number);
  });

  it('opens none when its caller thinks better of it, and does not ask them about one that is there', async () => {
    const draft = aDraft();
    const beforeOpening = () => Promise.reject(new Error('not any more'));
    await expect(open({ ...draft, beforeOpening })).rejects.toThrow('not any more');
    expect(await open(draft)).toMatchObject({ opened: true });
    expect(await open({ ...draft, beforeOpening })).toMatchObject({ opened: false });
  });

  it('opens exactly one although the reply was lost', async () => {
    const draft = aDraft();
    world.simulator.fault({ method: 'POST', route: ISSUES, dropReplyAfterApplying: true });
    const { issue } = await open(draft);
    expect(await open(draft)).toMatchObject({ opened: false, issue: { number: issue.number } });
  });

  it('does not send a creation twice: after an error it looks, and leaves the next try to its caller', async () => {
    const draft = aDraft();
    world.simulator.fault({ method: 'POST', route: ISSUES, status: 502 });
    const failure = await open(draft).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GitHubError);
    expect(failure).toMatchObject({ kind: 'unavailable', retryable: true });
    expect(await open(draft)).toMatchObject({ opened: true });
  });

  it('finds a closed one where that counts, and opens another where it does not', async () => {
    const draft = aDraft();
    const { issue } = await open(draft);
    world.simulator.setIssueState({ repo: REPO, number: issue.number, state: 'closed' });
    const found = await open({ ...draft, evenClosed: true });
    expect(found).toMatchObject({ opened: false, issue: { number: issue.number, state: 'closed' } });
    expect(await open(draft)).toMatchObject({ opened: true });
  });

  it('takes neither a copied nor a forged marker for its own', async () => {
    const draft = aDraft();
    const forged = renderRequestMarker(draft.request, 'another key');
    world.simulator.fileIssue({ repo: REPO, title: 'forged', body: forged, author: 'bot' });
    const copied = renderRequestMarker(draft.request, MARKER_KEY);
    world.simulator.fileIssue({ repo: REPO, title: 'copied', body: copied, author: 'alice' });
    expect(await open(draft)).toMatchObject({ opened: true });
  });

  it('finds it on any page', async () => {
    const draft = aDraft();
    const { issue } = await open(draft);
    for (let i = 0; i < 130; i += 1) world.simulator.fileIssue({ repo: REPO, title: `${i}`, author: 'bot' });
    expect(await open(draft)).toMatchObject({ opened: false, issue: { number: issue.number } });
  });

  it('cuts what GitHub would not take, never the marker', async () => {
    const draft = aDraft({ title: 'long\n'.repeat(200), body: '🦊'.repeat(60_000) });
    const { issue } = await open(draft);
    expect(issue.title.length).toBeLessThanOrEqual(256);
    expect(issue.body).toContain('cut here');
    expect(findRequest(issue.body, MARKER_KEY)).toBe(draft.request);
  });

  it('says where it may not', async () => {
    await expect(world.github.openIssue('alice/none', aDraft())).rejects.toMatchObject({ kind: 'not_found' });
  });
});
