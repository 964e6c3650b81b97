import { createHmac, timingSafeEqual } from 'node:crypto';
import { seal, unseal } from './sealed-data.ts';
import { type TaskId, taskIdSchema } from './task-id.ts';

/** What a hidden marker in a comment or pull request says of the write that made it. */
export type Marker = {
  task: TaskId;
  epoch: number;
  operation: string;
  /** What a task can be rebuilt from, in base64, where the write carries that; sealed for everybody without the key. */
  data?: string;
};

// Base64 holds no `-`, which would end an HTML comment too early.
const MARKER =
  /^<!-- commander task=(\S+) epoch=(\d+) operation=([a-z0-9_]+)(?: data=([A-Za-z0-9+/=]+))? mac=([0-9a-f]{32}) -->/;

/** An HTML comment that names the write, signed with HMAC-SHA256 (first 128 bits, hex) so that no one else can make one. */
export function renderMarker(marker: Marker, key: string): string {
  const sealed = marker.data === undefined ? undefined : seal(marker.data, key);
  const data = sealed === undefined ? '' : ` data=${sealed}`;
  return `<!-- commander task=${marker.task} epoch=${marker.epoch} operation=${marker.operation}${data} mac=${mac({ ...marker, data: sealed }, key)} -->`;
}

/** The marker that `text` begins with, if it was signed with `key`; null for all others, which somebody may have quoted. */
export function findMarker(text: string, key: string): Marker | null {
  const [, task, epoch, operation, data, found] = MARKER.exec(text) ?? [];
  if (!(task && epoch && operation && found) || !taskIdSchema.safeParse(task).success) return null;
  const marker = { task, epoch: Number(epoch), operation };
  if (!timingSafeEqual(Buffer.from(found), Buffer.from(mac({ ...marker, data }, key)))) return null;
  return { ...marker, ...(data && { data: unseal(data, key) }) };
}

type Signed = Omit<Marker, 'data'> & { data: string | undefined };

function mac({ task, epoch, operation, data }: Signed, key: string): string {
  const signed = [task, epoch, operation, ...(data === undefined ? [] : [data])].join('\n');
  return createHmac('sha256', key).update(signed).digest('hex').slice(0, 32);
}
