import type { ProviderPause, RateLimits } from '@opencode-commander/queue';
import type { Pause, Task } from '@opencode-commander/task';
import { type Finding, fine, wrong } from './finding.ts';

/** Below this part of an allowance of GitHub's work slows down. */
const SCARCE = 0.1;
/** People who have not answered for so long may not have seen the question. */
const LONG_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;

/** What is to be said of GitHub's limits. */
export function judgeRateLimits({ pausedUntil, limits }: RateLimits): Finding[] {
  const check = 'rate limits';
  const scarce = limits.filter(({ limit, remaining }) => remaining < SCARCE * limit);
  const findings = scarce.map(({ resource, limit, remaining, resetAt }) =>
    wrong(
      check,
      `of GitHub's ${limit} requests (${resource}) ${remaining} are left`,
      `they come back at ${iso(resetAt)}; a longer github.poll_interval needs fewer`,
    ),
  );
  if (pausedUntil !== null)
    findings.unshift(
      wrong(
        check,
        `GitHub wants to be left alone until ${iso(pausedUntil)}`,
        'wait: nothing is lost meanwhile',
      ),
    );
  return findings.length > 0 ? findings : [fine(check, 'GitHub can be asked')];
}

/** What is to be said of writes to GitHub. */
export function judgeOutbox({ waiting, dead }: { waiting: number; dead: number }): Finding[] {
  const check = 'outbox';
  if (dead === 0) return [fine(check, `${waiting} writes wait for GitHub, none was given up`)];
  const advice = 'commander outbox list tells why, commander outbox replay tries them again';
  return [wrong(check, `${dead} writes to GitHub were given up`, advice)];
}

/** What is to be said of what people have paused. */
export function judgePauses(pauses: readonly Pause[]): Finding[] {
  const check = 'pauses';
  if (pauses.length === 0) return [fine(check, 'nothing is paused')];
  return pauses.map(({ scope, by, since, reason }) => {
    const name = scope.of === 'all' ? 'everything' : scope.name;
    const who = by === null ? '' : ` by ${by}`;
    const when = since === null ? '' : ` since ${since}`;
    const why = reason === null ? '' : `: ${reason}`;
    return wrong(
      check,
      `${name} is paused${who}${when}${why}`,
      `commander resume${RESUMING[scope.of](name)}`,
    );
  });
}

const RESUMING: Readonly<Record<Pause['scope']['of'], (name: string) => string>> = {
  all: () => '',
  repository: (name) => ` --repo ${name}`,
  provider: (name) => ` --provider ${name}`,
};

/** What is to be said of the quotas of model providers. */
export function judgeQuotas(providers: readonly ProviderPause[]): Finding[] {
  const check = 'quotas';
  if (providers.length === 0) return [fine(check, 'no model provider is known to be out of quota')];
  return providers.map(({ provider, untilMs }) =>
    wrong(
      check,
      `${provider} is out of quota until ${iso(untilMs)}: its tasks wait`,
      'wait, raise the quota, or give tasks another model with commander model',
    ),
  );
}

/** What is to be said of tasks that wait for people. */
export function judgeQuestions(
  waiting: readonly Pick<Task, 'id' | 'source' | 'question'>[],
  now: Date,
): Finding[] {
  const check = 'questions';
  const findings = waiting.flatMap(({ id, source, question }) => {
    const waitedMs = question === null ? 0 : now.getTime() - Date.parse(question.askedAt);
    if (question === null || waitedMs < LONG_MS) return [];
    const hours = Math.floor(waitedMs / HOUR_MS);
    const line = `task ${id} has waited ${hours} h for an answer, and fails at ${question.deadline}`;
    return [wrong(check, line, `answer at ${source.url}, or with commander answer ${id}`)];
  });
  if (findings.length > 0) return findings;
  const tasks = waiting.length === 1 ? '1 task waits' : `${waiting.length} tasks wait`;
  return [fine(check, `${tasks} for people, none for longer than a day`)];
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
