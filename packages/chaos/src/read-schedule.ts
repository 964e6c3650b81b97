import { readFile } from 'node:fs/promises';
import { type Arguments, ChaosUsageError } from './read-arguments.ts';
import { type Schedule, scheduleSchema } from './schedule/fault.ts';
import { makeSchedule } from './schedule/make-schedule.ts';

/** The schedule of a file, or the one that seed and faults give. Throws ChaosUsageError. */
export async function readSchedule({
  schedule,
  seed,
  faults,
}: Pick<Arguments, 'schedule' | 'seed' | 'faults'>): Promise<Schedule> {
  if (schedule === null) return makeSchedule({ seed, faults });
  const text = await readFile(schedule, 'utf8').catch((cause: Error) => {
    throw new ChaosUsageError(`--schedule cannot be read: ${cause.message}`, { cause });
  });
  const parsed = scheduleSchema.safeParse(parse(schedule, text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ChaosUsageError(
    `${schedule} holds no schedule: ${issue?.path.join('.') || 'all of it'}: ${issue?.message}`,
  );
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new ChaosUsageError(`${file} is not JSON: ${cause.message}`);
    throw cause;
  }
}
