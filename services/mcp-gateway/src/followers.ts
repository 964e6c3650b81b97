import type { ControlClient } from '@opencode-commander/control';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** Those who follow the log of a task at this gateway, by whatever way in. */
export type Followers = {
  /** A place for one more, until it is disposed of. Throws TooManyFollowersError. */
  enter(): Disposable;
};

/** As many follow as may. */
export class TooManyFollowersError extends OperatorError {
  readonly exitCode = EXIT_CODES.agent;

  constructor(max: number) {
    super(
      `This gateway has ${max} followers of logs, as many as it may: try again when some have left, or read the log page by page`,
    );
  }
}

export function createFollowers(max: number): Followers {
  let count = 0;
  return {
    enter() {
      if (count >= max) throw new TooManyFollowersError(max);
      count += 1;
      return {
        [Symbol.dispose]() {
          count -= 1;
        },
      };
    },
  };
}

/** The same client; who follows by it has a place among the others. */
export function countFollowers(client: ControlClient, followers: Followers): ControlClient {
  return {
    ...client,
    async *logs(options) {
      using _place = options.follow ? followers.enter() : null;
      yield* client.logs(options);
    },
  };
}
