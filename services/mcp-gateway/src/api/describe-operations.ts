import { OPERATION_NAMES, OPERATIONS, routeOf } from '@opencode-commander/control';
import { z } from 'zod';

/** All operations for programs: what each does, where it is asked for, and the JSON Schemas of what goes in and comes out. */
export function describeOperations() {
  const operations = OPERATION_NAMES.map((name) => {
    const { title, description, effect, repeatable, asksGitHub, input, output } = OPERATIONS[name];
    return {
      name,
      title,
      description,
      effect,
      repeatable,
      asks_github: asksGitHub,
      method: 'POST',
      path: routeOf(name),
      input: z.toJSONSchema(input.strict(), { io: 'input' }),
      output: z.toJSONSchema(output, { io: 'output' }),
    };
  });
  return { operations };
}
