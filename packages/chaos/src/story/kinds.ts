/** How an issue may end: by a pull request, with a word why not, or because people took it back. */
export type Ending = 'pull' | 'explained' | 'withdrawn';

/** What people want of an issue and do about it, with how it may end when nothing fails. */
export const KINDS = {
  plain: ['pull'],
  slow: ['pull'],
  critical: ['pull'],
  asks: ['pull'],
  asks_early: ['pull'],
  asks_twice: ['pull'],
  asks_two: ['pull'],
  no_work: ['explained'],
  reviewed: ['pull'],
  check_fails: ['pull'],
  merged: ['pull'],
  cancelled: ['withdrawn', 'pull'],
  closed: ['withdrawn', 'pull'],
  /** It asks, and nobody answers in time. */
  unanswered: ['explained'],
  /** Two that wait for each other, and are closed when they are told so. The second may go on once the first is. */
  cycle: ['explained', 'pull'],
} as const satisfies Record<string, readonly Ending[]>;

export type Kind = keyof typeof KINDS;

export const ALL_KINDS: readonly Kind[] = [
  'plain',
  'asks',
  'reviewed',
  'no_work',
  'asks_early',
  'critical',
  'check_fails',
  'closed',
  'asks_twice',
  'merged',
  'slow',
  'asks_two',
  'cancelled',
  'unanswered',
  'cycle',
];

export function asks(kind: Kind): boolean {
  return kind.startsWith('asks') || kind === 'unanswered';
}
