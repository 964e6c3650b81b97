import type { ControlClient } from '@opencode-commander/control';
import { describeQueue } from '../describe/describe-queue.ts';
import { describeStatus } from '../describe/describe-status.ts';
import { fenced } from './fenced.ts';

/** Throws RedisError. */
export async function triageQueue(client: ControlClient): Promise<string> {
  const [status, queue] = await Promise.all([
    client.ask('status', { recent: 5 }),
    client.ask('queue.list', { limit: 50 }),
  ]);
  return [
    'Triage the queue of the coding agents.',
    fenced(`${describeStatus(status)}\n\n${describeQueue(queue)}`),
    'Say in a few lines what holds work up, and which tasks should run sooner, later or not at all, and why.',
    'Then propose the calls of commander_queue (prioritize, cancel, retry), commander_pause and commander_resume that do it, and make none of them before I have agreed.',
  ].join('\n\n');
}
