import { parentPort, workerData } from 'node:worker_threads';
import { type Found, findFailure, type Share } from './find-failure.ts';

/** What a thread says of its share: how many it has played, and how it ended. */
export type Said = { played: number } | { ended: Found };

const share: Share = workerData;
const say = (said: Said) => parentPort?.postMessage(said);
say({ ended: findFailure(share, (played) => say({ played })) });
