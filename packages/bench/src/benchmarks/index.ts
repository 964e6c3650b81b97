import type { Benchmark } from '../benchmark.ts';
import { clonePush } from './clone-push.ts';
import { drainTime } from './drain-time.ts';
import { enqueue } from './enqueue.ts';
import { firstRequest } from './first-request.ts';
import { followers } from './followers.ts';
import { labelToQueued } from './label-to-queued.ts';
import { memory } from './memory.ts';
import { modelProxy } from './model-proxy.ts';
import { rebuild } from './rebuild.ts';
import { redisBack } from './redis-back.ts';
import { requestsPerTick } from './requests-per-tick.ts';
import { resumeAfterDeath } from './resume-after-death.ts';
import { status } from './status.ts';

/** In the order they are run. */
export const BENCHMARKS: readonly Benchmark[] = [
  enqueue,
  modelProxy,
  clonePush,
  firstRequest,
  memory,
  status,
  followers,
  requestsPerTick,
  rebuild,
  labelToQueued,
  resumeAfterDeath,
  drainTime,
  redisBack,
];
