import { dispatch } from '@opencode-commander/control';
import { REPO, type World } from '../gateway-world.ts';

let numbers = 0;

/** Queues a task of an issue that only this test knows; gives its id. */
export async function queueTask({ store, queues }: Pick<World, 'store' | 'queues'>): Promise<string> {
  numbers += 1;
  const number = numbers;
  const url = `https://github.test/${REPO}/issues/${number}`;
  const issue = { repoId: 1, repo: REPO, number, url, title: `Issue ${number}`, body: '', labels: [] };
  const readIssue = async () => ({ ...issue, state: 'open' as const, isPullRequest: false });
  const unused = () => Promise.reject(new Error('not asked for'));
  const control = {
    ...{ store, queues, host: 'github.test', now: () => new Date(), readIssue },
    readRepository: async (fullName: string) => ({ id: 1, fullName, canPush: true, archived: false }),
    ...{ openIssue: unused, blockedRepositories: () => [] },
  };
  return (await dispatch(control, { github_issue_url: `${REPO}#${number}` })).task.id;
}

/** Writes a line into the log of a task. */
export function say({ store }: Pick<World, 'store'>, id: string, message: string): Promise<void> {
  const at = new Date().toISOString();
  return store.appendEvent(id, { type: 'service', at, level: 'info', message });
}

/** Ends a task as failed. */
export async function failTask({ store }: Pick<World, 'store'>, id: string, message: string): Promise<void> {
  const at = new Date().toISOString();
  const { epoch } = await store.claim({ id, host: 'here', at });
  const failure = { kind: 'agent' as const, message };
  await store.change({ id, epoch, at, status: 'failed', message, patch: { failure } });
}

/** Has a task wait with a question. */
export async function askHuman({ store }: Pick<World, 'store'>, id: string, question: string): Promise<void> {
  const at = new Date().toISOString();
  const { epoch } = await store.claim({ id, host: 'here', at });
  await store.change({ id, epoch, at, status: 'running' });
  const asked = { question, header: 'Which', multiple: false, custom: true, options: [] };
  const when = { askedAt: at, deadline: at, requestId: 'q' };
  const patch = {
    question: { number: 1, kind: 'question' as const, ...when, questions: [asked] },
    questions: 1,
  };
  await store.change({ id, epoch, at, status: 'waiting_human', patch });
}
