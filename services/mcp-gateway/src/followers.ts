import type { ControlClient } from '@opencode-commander/control';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** Those who follow something at this gateway, by whatever way in: the logs of tasks, or live pages. */
export type Followers = {
  /** A place for one more, until it is disposed of. Throws TooManyFollowersError. */
  enter(): Disposable;
};

/** As many follow as may. */
export class TooManyFollowersError extends OperatorError {
  readonly exitCode = EXIT_CODES.agent;

  constructor(max: number, { are, otherwise }: Followed) {
    super(
      `This gateway has ${max} ${are}, as many as it may: try again when some have left, or ${otherwise}`,
    );
  }
}

type Followed = { are: string; otherwise: string };

const FOLLOWED = {
  logs: { are: 'followers of logs', otherwise: 'read the log page by page' },
  pages: { are: 'live pages open', otherwise: 'load the page again to see what has changed' },
} satisfies Record<string, Followed>;

/** Counts those who follow one kind of thing. */
export function createFollowers(max: number, followed: keyof typeof FOLLOWED): Followers {
  let count = 0;
  return {
    enter() {
      if (count >= max) throw new TooManyFollowersError(max, FOLLOWED[followed]);
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
