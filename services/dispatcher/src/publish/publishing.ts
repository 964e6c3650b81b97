import type { Account } from '../supervise/account.ts';
import type { OpenedSession } from '../supervise/open-session.ts';
import type { PublishableWork } from './inspect-pushed-work.ts';

/** Work that is to be published, and the agent that made it. */
export type Publishing = OpenedSession & { account: Account; work: PublishableWork };
