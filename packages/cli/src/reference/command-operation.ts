import { isOperationName, type OperationName } from '@opencode-commander/control';

/** Commands that are not called after their operation. */
const OTHERS = new Map<string, OperationName>([
  ['run', 'dispatch'],
  ['enqueue', 'dispatch'],
  ['tasks', 'tasks.list'],
  ['show', 'tasks.show'],
  ['diff', 'tasks.diff'],
  ['model', 'model.choose'],
  ['budget', 'budget.grant'],
  ['repos set', 'repos.configure'],
  ['instances', 'instances.list'],
  ['sync', 'sessions.sync'],
  ['sessions', 'sessions.list'],
  ['prompt', 'sessions.prompt'],
  ['session approve', 'sessions.permit'],
  ['session deny', 'sessions.permit'],
]);

/** The operation behind a command such as `outbox list`; null for what is none, such as `up`. */
export function commandOperation(command: string): OperationName | null {
  const name = command.replace(/^session /, 'sessions ').replaceAll(' ', '.');
  return OTHERS.get(command) ?? (isOperationName(name) ? name : null);
}
