import { EventEmitter, once } from 'node:events';
import type { TaskStore } from '@opencode-commander/queue';
import { bash, type GitHubSimulator, type ModelSimulator, type Step } from '@opencode-commander/simulators';
import { type Task, taskId } from '@opencode-commander/task';
import { PEOPLE } from './world.ts';

/** One issue, what people do to it, and what is awaited to happen there. */
export type Story = Place & {
  repo: string;
  number: number;
  label(...names: readonly string[]): void;
  unlabel(...names: readonly string[]): void;
  close(): void;
  reopen(): void;
  /** Awaits the issue's pull request. */
  pull(): Promise<PullStory>;
  pulls(): number;
  /** The issue's task, or that of its Nth follow-up. */
  task(round?: number): Promise<Task>;
  /** Awaits what `check` looks for on GitHub. */
  until<T>(what: string, check: () => T | Promise<T>): Promise<NonNullable<Exclude<T, false>>>;
  /** Awaits a request to the model, made for this issue, that has a message or a tool call like this. */
  heard(pattern: RegExp): Promise<void>;
  /** Awaits the task's record to be as `check` wants it. */
  taskWhen(check: (task: Task) => boolean, round?: number): Promise<Task>;
};

/** Where people talk: an issue or a pull request. */
type Place = {
  says(body: string, by?: string): { id: number };
  /** Awaits a comment of ours that matches. */
  told(pattern: RegExp): Promise<string>;
  /** Our comments. */
  ours(): string[];
  /** Awaits the label. */
  labelled(name: string): Promise<void>;
  labels(): string[];
};

export type PullStory = Place & {
  number: number;
  branch: string;
  headSha(): string;
  /** Awaits a head that is not `sha`. */
  pushedAfter(sha: string): Promise<string>;
  review(review: {
    state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';
    body?: string;
    by?: string;
    comments?: readonly { path: string; line: number; body: string }[];
  }): Promise<void>;
  merge(): Promise<void>;
  close(): void;
};

type Scene = {
  github: GitHubSimulator;
  model: ModelSimulator;
  store: TaskStore;
  repo: string;
  number: number;
};

const PATIENCE_MS = 120_000;
const US = 'commander-bot';

export function createStory(scene: Scene): Story {
  const { github, store, repo, number } = scene;
  const target = { repo, number };
  const idOf = (round: number) => {
    const host = new URL(github.url).host;
    return taskId({ host, repoId: github.repository(repo).id, number, round });
  };
  const find = (round: number) => store.get(idOf(round));
  return {
    ...place(scene, number),
    repo,
    number,
    label: (...add) => github.changeLabels({ ...target, by: PEOPLE.maria, add }),
    unlabel: (...remove) => github.changeLabels({ ...target, by: PEOPLE.maria, remove }),
    close: () => github.setIssueState({ ...target, by: PEOPLE.maria, state: 'closed' }),
    reopen: () => github.setIssueState({ ...target, by: PEOPLE.maria, state: 'open' }),
    pulls: () => github.pulls(repo).length,
    async pull() {
      const found = await until(scene, 'a pull request', () => github.pulls(repo)[0]);
      return pullStory(scene, found);
    },
    until: (what, check) => until(scene, what, check),
    async heard(pattern) {
      const script = `${repo}#${number}`;
      await scene.model.untilRequest(
        (request) =>
          request.script === script &&
          request.conversation.messages.some(({ text, calls }) => pattern.test(text + JSON.stringify(calls))),
        AbortSignal.timeout(PATIENCE_MS),
      );
    },
    async task(round = 0) {
      const task = await find(round);
      if (task === null) throw new Error(`${repo}#${number} has no task of round ${round}`);
      return task;
    },
    async taskWhen(check, round = 0) {
      const first = await until(scene, `a task of round ${round}`, async () => (await find(round)) ?? false);
      return taskBecomes(store, first.id, check);
    },
  };
}

function pullStory(scene: Scene, { number, head }: { number: number; head: string }): PullStory {
  const { github, repo } = scene;
  const target = { repo, number };
  const headSha = () => github.pulls(repo).find((pull) => pull.number === number)?.headSha ?? '';
  return {
    ...place(scene, number),
    number,
    branch: head,
    headSha,
    pushedAfter: (sha) =>
      until(scene, `a push after ${sha.slice(0, 7)}`, () => headSha() !== sha && headSha()),
    async review({ by = PEOPLE.maria, ...review }) {
      await github.review({ ...target, by, ...review });
    },
    async merge() {
      await github.mergePull({ ...target, by: PEOPLE.maria });
    },
    close: () => github.setIssueState({ ...target, by: PEOPLE.maria, state: 'closed' }),
  };
}

function place(scene: Scene, number: number): Place {
  const { github, repo } = scene;
  const ours = () =>
    github
      .comments(repo, number)
      .filter(({ author }) => author === US)
      .map(({ body }) => body);
  const labels = () => github.issue(repo, number)?.labels ?? [];
  return {
    ours,
    labels,
    says: (body, by = PEOPLE.maria) => github.comment({ repo, number, by, body }),
    told: (pattern) => until(scene, `a comment ${pattern}`, () => ours().find((body) => pattern.test(body))),
    async labelled(name) {
      await until(scene, `the label ${name}`, () => labels().includes(name));
    },
  };
}

/** Awaits a change of GitHub; after a good while it fails and says how things stand. */
async function until<T>(
  { github, store, repo, number }: Scene,
  what: string,
  check: () => T | Promise<T>,
): Promise<NonNullable<Exclude<T, false>>> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    return await github.until(check, patience);
  } catch (error) {
    if (!patience.aborted) throw error;
    const said = github.issues(repo).map(({ number: n, labels }) => {
      const comments = github.comments(repo, n).map(({ author, body }) => `  ${author}: ${body}`);
      return [`#${n} [${labels.join(', ')}]`, ...comments].join('\n');
    });
    const tasks = (await store.list()).filter(({ source }) => source.repo === repo);
    const lives = tasks.map(async ({ id, status, failure, question }) => {
      const events = await store.readEvents(id, { last: true, limit: 40 });
      return [
        `${id} ${status} ${JSON.stringify({ failure, question })}`,
        ...events.map(({ event }) => `  ${JSON.stringify(event).slice(0, 300)}`),
      ].join('\n');
    });
    throw new Error(
      `${repo}#${number} never had ${what}:\n${[...said, ...(await Promise.all(lives))].join('\n')}`,
      {
        cause: error,
      },
    );
  }
}

/** Awaits a task's record to be as `check` wants it. */
async function taskBecomes(store: TaskStore, id: string, check: (task: Task) => boolean): Promise<Task> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const look = async () => {
    const task = await store.get(id);
    return task !== null && check(task) ? task : null;
  };
  const changes = new EventEmitter();
  const unsubscribe = await store.onChange((changedId) => void (changedId === id && changes.emit('change')));
  try {
    for (;;) {
      const next = once(changes, 'change', { signal });
      next.catch(() => undefined);
      const task = await look();
      if (task !== null) return task;
      await next;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Error(`${id} stayed ${JSON.stringify(await store.get(id))}`, { cause: error });
  } finally {
    await unsubscribe();
  }
}

/** A commit of one file, pushed. */
export function commit(path: string, content: string, message = `Write ${path}`): Step {
  return bash(
    `printf '%s\\n' '${content}' > ${path} && git add --all && git commit --quiet --message '${message}' && git push --quiet origin HEAD`,
  );
}
