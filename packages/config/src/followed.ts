import type { Secret } from './secret.ts';

/** What a reference to a secret led to: the secret, or why there is none; `isAway` where another one would not be given either. */
export type Followed = { secret: Secret } | { problem: string; isAway?: boolean };
