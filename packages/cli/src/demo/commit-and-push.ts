import { bash, type Step } from '@opencode-commander/simulators';

/** Commits everything and pushes it. */
export function commitAndPush(message: string): Step {
  return bash(
    `git add --all && git commit --quiet --message '${message}' && git push --quiet origin HEAD && git log --oneline -1`,
  );
}
