import { InputError, OPERATIONS, type Operation } from '@opencode-commander/control';
import type { Tool } from './tool.ts';

type Actions = Extract<Tool, { actions: unknown }>['actions'];

/**
 * What is meant by a call without an action: the first one, which only shows what there is. Throws InputError for arguments that
 * only other actions take, since whoever gives them wants something done.
 */
export function defaultAction(actions: Actions, given: Readonly<Record<string, unknown>>): string {
  const inputs = Object.values(actions).map(
    ({ operation }): Operation['input'] => OPERATIONS[operation].input,
  );
  const names = Object.keys(actions);
  // The schema of the tool has filled in the defaults of all actions.
  const isDefault = (name: string) =>
    inputs.some(({ shape }) => shape[name]?.safeParse(undefined).data === given[name]);
  const foreign = Object.keys(given).find((name) => !(name in (inputs[0]?.shape ?? {})) && !isDefault(name));
  const [first = ''] = names;
  if (foreign === undefined) return first;
  const message = `name one of ${names.join(', ')}: ${foreign} is nothing that ${first} takes`;
  throw new InputError({ issues: [{ code: 'custom', path: ['action'], message }] });
}
