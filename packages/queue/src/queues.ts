import type { GitHubWrite, TaskId } from '@opencode-commander/task';
import { type DefaultJobOptions, Queue } from 'bullmq';
import type { Keyspace } from './keyspace.ts';
import { addWrite } from './outbox/add-write.ts';
import { withoutCommand } from './redis/redis-error.ts';
import { keyPrefix } from './store/store-keys.ts';

/** A job names its task and nothing else: everything there is to know is in the task's record. */
export type TaskJobData = { taskId: TaskId };

/** The queues, and where in Redis they and everything shared are. */
export type Queues = Keyspace & {
  /** One job per run of a task that any host may run. */
  tasks: Queue<TaskJobData>;
  /** Jobs of tasks that have a container on this host, where they go on. A task has its job in one of these queues. */
  onHost(host: string): Queue<TaskJobData>;
  /** Writes to GitHub. */
  outbox: Queue<GitHubWrite>;
  /** Adds one, by its key: `enqueueWrite` is for others. */
  addWrite(write: GitHubWrite): Promise<void>;
  /** The poller's ticks. */
  polls: Queue<PollJobData>;
  /** Lets go of the queues; the connection stays the caller's. */
  close(): Promise<void>;
};

/** A tick carries nothing. */
export type PollJobData = Record<string, never>;

export type QueuesOptions = Keyspace & {
  /** Delay before the second try of a run, in ms; it doubles for the third. */
  taskBackoffMs?: number;
  onError?: (error: Error) => void;
};

export const QUEUE_NAMES = { tasks: 'tasks', outbox: 'outbox', polls: 'polls' } as const;

/** Runs of a task before it fails for good. */
export const TASK_ATTEMPTS = 3;
/** With CAPPED_BACKOFF that is more than eight hours of trying, and at most thirteen. */
const WRITE_ATTEMPTS = 60;
/** The name of the outbox worker's own backoff: exponential like BullMQ's, but it stops growing. */
const CAPPED_BACKOFF = 'capped';

const DAY_S = 86_400;

/** The queues as BullMQ knows them, for adding jobs and for looking. */
export function createQueues({ redis, prefix, taskBackoffMs = 10_000, onError }: QueuesOptions): Queues {
  const open = <Data>(name: string, defaultJobOptions: DefaultJobOptions) => {
    const options = { connection: redis, prefix: keyPrefix(prefix), defaultJobOptions };
    const queue = new Queue<Data, void, string, Data, void, string>(name, options);
    return queue.on('error', (error) => onError?.(withoutCommand(error)));
  };
  const ofTasks: DefaultJobOptions = {
    attempts: TASK_ATTEMPTS,
    backoff: { type: 'exponential', delay: taskBackoffMs, jitter: 0.5 },
    removeOnComplete: { count: 1_000, age: 7 * DAY_S },
    removeOnFail: { count: 1_000, age: 30 * DAY_S },
    stackTraceLimit: 3,
  };
  const tasks = open<TaskJobData>(QUEUE_NAMES.tasks, ofTasks);
  const hosts = new Map<string, Queue<TaskJobData>>();
  const onHost = (host: string) => {
    const queue = hosts.get(host) ?? open<TaskJobData>(hostQueueName(host), ofTasks);
    hosts.set(host, queue);
    return queue;
  };
  const outbox = open<GitHubWrite>(QUEUE_NAMES.outbox, {
    attempts: WRITE_ATTEMPTS,
    backoff: { type: CAPPED_BACKOFF },
    removeOnComplete: { count: 200, age: DAY_S },
    removeOnFail: { count: 1_000, age: 30 * DAY_S },
    stackTraceLimit: 3,
  });
  const addOne = (write: GitHubWrite) => addWrite({ outbox, redis }, write);
  const polls = open<PollJobData>(QUEUE_NAMES.polls, {
    removeOnComplete: { count: 20 },
    removeOnFail: { count: 50 },
    stackTraceLimit: 3,
  });
  const close = async () => {
    await Promise.all([tasks, outbox, polls, ...hosts.values()].map((queue) => queue.close()));
  };
  return { tasks, onHost, outbox, addWrite: addOne, polls, redis, prefix, close };
}

/** The queue of a host's own tasks. BullMQ takes no colons. */
export function hostQueueName(host: string): string {
  return `${QUEUE_NAMES.tasks}-${host.replaceAll(':', '_')}`;
}
