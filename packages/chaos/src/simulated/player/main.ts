import { findFailure, type Said, type Share } from '../find-failure.ts';

const say = (said: Said) => process.send?.(said);

process.once('message', (share: Share) => {
  say({ ended: findFailure(share, (played) => say({ played })) });
});
