import { createTrust } from '@opencode-commander/github';
import { repeat, type Service } from '@opencode-commander/service';
import type { Source } from '@opencode-commander/task';
import { createPoller, type PollerOptions } from './create-poller.ts';
import { visitIssue } from './threads/visit-issue.ts';
import { tolerate } from './tolerate.ts';
import { expireQuestions } from './waiting/expire-questions.ts';

/**
 * Hears what people say on one task's issue, every `poll_interval`, and looks for no other work, until it is stopped.
 * Throws GitHubError without credentials.
 */
export function watchIssue(options: Omit<PollerOptions, 'health'>, source: Source): Service {
  const poller = createPoller(options);
  const { repo, repoId, number } = source;
  const place = { repo, repoId, number };
  const work = async () => {
    await tolerate(poller, `${repo}#${number}`, () =>
      visitIssue(poller, { place, issue: null, trust: createTrust(poller.github, poller.config.github) }),
    );
    await expireQuestions(poller);
  };
  const onError = (err: unknown) => options.log.warn({ err }, 'the issue could not be looked at');
  return repeat({ everyMs: options.config.github.pollIntervalMs, work, onError });
}
