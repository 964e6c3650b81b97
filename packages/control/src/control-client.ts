import type { LoggedEvent } from '@opencode-commander/queue';
import type { Operation, OperationControl } from './operation.ts';
import { type InputOf, OPERATIONS, type OperationName, type OutputOf } from './operations.ts';
import { runOperation } from './run-operation.ts';
import { type TaskLogsOptions, taskLogs } from './task-logs.ts';

/** Whoever has operations done: in this process, or far away. */
export type ControlClient = {
  /** Has an operation done. Throws InputError, and what the operation throws. */
  ask<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>>;
  /** What happened to a task, then what happens; ends quietly when its signal aborts. Throws TaskNotFoundError, RedisError. */
  logs(options: TaskLogsOptions): AsyncIterable<LoggedEvent>;
};

/** Has operations done here, straight on Redis. */
export function localClient(control: OperationControl): ControlClient {
  return {
    ask: async <Name extends OperationName>(name: Name, input: InputOf<Name>) => {
      const operation: Operation = OPERATIONS[name];
      // The table says what each operation gives.
      return (await runOperation(operation, control, input)) as OutputOf<Name>;
    },
    logs: (options) => taskLogs(control, options),
  };
}
