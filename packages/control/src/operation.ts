import type { z } from 'zod';
import type { BudgetControl } from './budget-view.ts';
import type { ModelControl } from './choose-model.ts';
import type { ConfigControl } from './config/config-editor.ts';
import type { DispatchControl } from './dispatch.ts';
import type { DoctorControl } from './doctor/doctor.ts';
import type { RepositoryControl } from './repositories.ts';
import type { SessionControl } from './sessions/session-control.ts';

/** What all operations together need of whoever offers them. */
export type OperationControl = DispatchControl &
  RepositoryControl &
  ConfigControl &
  ModelControl &
  BudgetControl &
  SessionControl &
  DoctorControl & {
    /** Who asks: the face (`cli`, `mcp`, `http`), or whoever it knows is behind it. It goes to the logs of tasks. */
    by: string;
  };

/** What an operation does to what is there: `destroys` is what cannot be had back. */
export type Effect = 'reads' | 'changes' | 'destroys';

/** One thing that people and programs can ask for, whichever way they come. */
export type Operation<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> = {
  /** A few words. */
  title: string;
  /** For people and models who look for what to use. */
  description: string;
  effect: Effect;
  /** Whether asking again for the same changes nothing more. */
  repeatable: boolean;
  /** Whether it speaks with GitHub before it answers. */
  asksGitHub: boolean;
  /** Whether it speaks with instances of opencode. */
  asksInstances?: true;
  input: Input;
  output: Output;
  /** Throws OperatorError, and ZodError for what is no input. */
  run(control: OperationControl, input: z.input<Input>): Promise<z.output<Output>>;
};

/** The operation, with the types of its schemas. */
export function defineOperation<Input extends z.ZodObject, Output extends z.ZodObject>(
  operation: Operation<Input, Output>,
): Operation<Input, Output> {
  return operation;
}
