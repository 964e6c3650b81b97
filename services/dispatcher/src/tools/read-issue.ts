import { setMaxListeners } from 'node:events';
import type { ToolAnswer } from '@opencode-commander/broker';
import {
  createTrust,
  type GitHub,
  GitHubError,
  type KnownPermissions,
  type Trust,
} from '@opencode-commander/github';
import {
  issueNumberOf,
  mentionedIssues,
  type ReadIssue,
  renderIssue,
  type WrittenText,
} from '@opencode-commander/task';
import type { Run } from '../run.ts';

/** Each costs GitHub a few requests. */
const MOST_READS = 20;
const MOST_COMMENTS = 30;
/** Before the agent's client gives up. */
const READ_WITHIN_MS = 40_000;

/** Reads the task's issue, or one that it mentions, for its agent, within so many ms; null is its own. */
export function createIssueReader(
  run: Run,
  withinMs: number = READ_WITHIN_MS,
): (number: number | null) => Promise<ToolAnswer> {
  const known: KnownPermissions = new Map();
  let reads = 0;
  return async (wanted) => {
    const number = wanted ?? issueNumberOf(run.task.id);
    if (!mentionedIssues(run.task).includes(number)) return refused(NOT_MENTIONED);
    reads += 1;
    if (reads > MOST_READS) return refused(`You have read ${MOST_READS} times. Go on with what you know.`);
    return inTime(run, withinMs, (signal) => {
      const github = run.context.patientGitHub(signal);
      return readIssue(run, number, { github, trust: createTrust(github, run.context.config.github, known) });
    });
  };
}

const NOT_MENTIONED = 'Only your own issue, and those of this repository that it mentions, can be read.';
const NOT_THERE = 'There is no such issue in this repository.';
const UNKNOWN = 'GitHub cannot be asked at present. Go on with what you know, or try again later.';

function refused(text: string): ToolAnswer {
  return { status: 'refused', text };
}

type Read = (signal: AbortSignal) => Promise<ReadIssue | null>;

/** Reads until the limit, or the run's end, ends every request. */
async function inTime(run: Run, withinMs: number, read: Read): Promise<ToolAnswer> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), withinMs);
  const signal = AbortSignal.any([run.signal, limit.signal]);
  // All authors are asked for at once, and each request listens.
  setMaxListeners(0, signal);
  try {
    return await tryToRead(run, read, signal);
  } finally {
    clearTimeout(timer);
  }
}

async function tryToRead({ context, task }: Run, read: Read, signal: AbortSignal): Promise<ToolAnswer> {
  const { log, randomHex } = context;
  try {
    const issue = await read(signal);
    return issue === null ? refused(NOT_THERE) : { status: 'done', text: renderIssue(issue, randomHex(8)) };
  } catch (err) {
    if (!signal.aborted && !(err instanceof GitHubError)) throw err;
    if (err instanceof GitHubError && err.kind === 'not_found') return refused(NOT_THERE);
    // What is wrong with a token or a server is none of the agent's business.
    log.warn({ err, task: task.id }, 'an issue could not be read for the agent');
    return refused(UNKNOWN);
  }
}

type Means = { github: GitHub; trust: Trust };

/** Null where it is another repository's: GitHub follows an issue that was moved, and a name can come to belong to another. */
async function readIssue({ task }: Run, number: number, { github, trust }: Means): Promise<ReadIssue | null> {
  const { id, fullName } = await github.getRepository(task.source.repo);
  if (id !== task.source.repoId) return null;
  const issue = await github.getIssue(fullName, number);
  if (!isOf(fullName, issue.url)) return null;
  const last = await github.listLastComments(fullName, number);
  const comments = last.comments.filter(({ marker, url }) => marker === null && isOf(fullName, url));
  const shown = comments.slice(-MOST_COMMENTS);
  const judge = judging(fullName, trust);
  // Its own is what somebody trusted has vouched for, whatever became of it since.
  const vouched = number === issueNumberOf(task.id);
  const { title, body } = vouched ? task : issue;
  return {
    reference: `${fullName}#${number}`,
    state: issue.state,
    title,
    vouched,
    description: await judge({ author: issue.author, body }),
    comments: await Promise.all(shown.map(judge)),
    earlier: last.earlier + comments.length - shown.length,
  };
}

function judging(fullName: string, trust: Trust) {
  return async ({ author, body }: Pick<WrittenText, 'author' | 'body'>): Promise<WrittenText> => ({
    author,
    trusted: await trust(fullName, author),
    body,
  });
}

function isOf(fullName: string, page: string): boolean {
  return new URL(page).pathname.toLowerCase().startsWith(`/${fullName.toLowerCase()}/`);
}
