import { configOverrides } from '@opencode-commander/queue';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';
import { z } from 'zod';
import { defineOperation } from '../operation.ts';
import type { ConfigControl } from './config-editor.ts';
import { configKeySchema, configKeyView } from './config-key-view.ts';

const showConfigInputSchema = z.object({
  key: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Only this key, or those of a section such as timeouts; all of them unless given'),
});

const showConfigOutputSchema = z.object({
  keys: z.array(configKeySchema),
  ignored: z
    .array(z.string())
    .describe(
      'What was set at runtime and is left out, since it is not valid any more: why, a line for each',
    ),
});
type ConfigShown = z.infer<typeof showConfigOutputSchema>;

export const showConfigOperation = defineOperation({
  title: 'The configuration',
  description:
    'Shows every key of the configuration of the process that answers: its value, where that comes from, and whether it can be changed at runtime. Secrets are not shown.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  input: showConfigInputSchema,
  output: showConfigOutputSchema,
  run: showConfig,
});

/** No key and no section has this name. */
export class NoSuchKeyError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor(key: string) {
    super(`There is no key and no section ${key}: commander config lists all`);
  }
}

/** The configuration under what people have set. Throws NoSuchKeyError, RedisError. */
async function showConfig(
  { queues, configuration }: Pick<ConfigControl, 'queues' | 'configuration'>,
  input: z.input<typeof showConfigInputSchema> = {},
): Promise<ConfigShown> {
  const { key: asked } = showConfigInputSchema.parse(input);
  const { keys, ignored } = configuration.show(await configOverrides(queues).read());
  const shown = asked === undefined ? keys : keys.filter(({ key }) => isAtOrBelow(key, asked));
  if (asked !== undefined && shown.length === 0) throw new NoSuchKeyError(asked);
  return { keys: shown.map(configKeyView), ignored };
}

/** Names of repositories ignore case. */
function isAtOrBelow(key: string, asked: string): boolean {
  const [inner, outer] = [key.toLowerCase(), asked.toLowerCase()];
  return inner === outer || inner.startsWith(`${outer}.`);
}
