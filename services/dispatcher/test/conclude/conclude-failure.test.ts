import type { TaskJob } from '@opencode-commander/queue';
import { expect, it } from 'vitest';
import { concludeFailure } from '../../src/conclude/conclude-failure.ts';
import { openPublishingWorld, REPO } from '../publishing-world.ts';

it('does not say that a task failed whose pull request is open', async () => {
  await using world = await openPublishingWorld();
  const { github, queues } = world;
  const route = '/repos/{owner}/{repo}/issues/{issue_number}/labels';
  github.fault({ method: 'POST', route, status: 422, times: 20 });
  const { run, store, id, publish } = await world.pushed();
  const error = await publish().catch((refusal: unknown) => refusal);
  expect(error).toMatchObject({ name: 'GitHubError' });

  const { signal } = new AbortController();
  const job: TaskJob = { taskId: id, attempt: 1, attemptsLeft: 2, queue: 'tasks', signal };
  await concludeFailure(run, error, job);

  const [pull] = github.pulls(REPO);
  expect(await store.get(id)).toMatchObject({
    ...{ status: 'completed', attempts: 0, failure: null, pull: { number: pull?.number } },
  });
  expect(await store.pulls()).toMatchObject([{ number: pull?.number, taskId: id }]);
  const writes = (await queues.outbox.getJobs(['wait', 'prioritized', 'delayed'])).map(({ data }) => data);
  const comments = writes.filter(({ kind }) => kind === 'comment');
  expect(comments).toMatchObject([{ taskId: id, operation: 'result' }]);
});
