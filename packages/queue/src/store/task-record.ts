import { type Task, type TaskEvent, taskEventSchema, taskSchema } from '@opencode-commander/task';
import { CorruptEventError, CorruptTaskError } from './store-error.ts';

/** What a run may change of a task besides its status; the rest is its identity or the store's own. */
export type TaskPatch = Partial<
  Omit<Task, 'id' | 'status' | 'epoch' | 'runs' | 'revision' | 'round' | 'createdAt' | 'updatedAt'>
>;

const patchSchema = taskSchema
  .omit({
    id: true,
    status: true,
    epoch: true,
    runs: true,
    revision: true,
    round: true,
    createdAt: true,
    updatedAt: true,
  })
  .partial();

/** Field, value, field, value … of a task's hash: every value is JSON, so that null and numbers survive. */
export function encodeTask(task: Task): string[] {
  return encode(taskSchema.parse(task));
}

/** The same for the part of a task that changes. */
export function encodePatch(patch: TaskPatch): string[] {
  const parsed = Object.entries(patchSchema.parse(patch));
  // Zod fills in the defaults of what a patch leaves alone.
  return encode(Object.fromEntries(parsed.filter(([name]) => name in patch)));
}

/** The same for what a record is expected to say, its status included. */
export function encodeExpected(expected: Partial<Task>): string[] {
  const parsed = Object.entries(taskSchema.partial().parse(expected));
  return encode(Object.fromEntries(parsed.filter(([name]) => name in expected)));
}

/** Reads a hash as HGETALL gives it. Throws CorruptTaskError, which names `id`. */
export function decodeTask(id: string, key: string, fields: Readonly<Record<string, string>>): Task {
  try {
    const entries = Object.entries(fields).map(([name, value]) => [name, JSON.parse(value)]);
    return taskSchema.parse(Object.fromEntries(entries));
  } catch (error) {
    throw new CorruptTaskError(id, key, error);
  }
}

/** Field, value, field, value … as an object. */
export function toFields(flat: readonly string[]): Record<string, string> {
  const result: Record<string, string> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) result[flat[i] ?? ''] = flat[i + 1] ?? '';
  return result;
}

/** Reads one entry of a task's event log. Throws CorruptEventError, which names `id` and where the entry is. */
export function decodeEvent(id: string, place: { key: string; cursor: string }, text: string): TaskEvent {
  try {
    return taskEventSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new CorruptEventError(id, place, error);
  }
}

function encode(fields: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [name, JSON.stringify(value)],
  );
}
