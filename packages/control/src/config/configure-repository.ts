import { z } from 'zod';
import { defineOperation, type OperationControl } from '../operation.ts';
import { repositoryInputSchema } from '../repositories.ts';
import { type ConfigChanged, changeConfig, configChangedSchema } from './change-config.ts';
import type { ConfigControl } from './config-editor.ts';

const text = z.string().min(1).max(1_000);
const BACK = 'null goes back to what commander.toml says';

const configureRepositoryInputSchema = repositoryInputSchema.extend({
  setup: text.nullish().describe(`How it is prepared and its tests are run; the agent is told so; ${BACK}`),
  image: text.nullish().describe(`The container image of its agents; ${BACK}`),
  max_concurrent: z.number().int().nullish().describe(`How many of its tasks run at once; ${BACK}`),
});

export const configureRepositoryOperation = defineOperation({
  title: 'Settings of a repository',
  description:
    'Changes what differs in one repository, as a [[repo]] of commander.toml does. Whether it is served stays as it is.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: false,
  input: configureRepositoryInputSchema,
  output: configChangedSchema,
  run: configureRepository,
});

/** Changes the settings that are given. Throws RedisError, and what the editor throws for what breaks a rule. */
async function configureRepository(
  control: ConfigControl & Pick<OperationControl, 'by'>,
  input: z.input<typeof configureRepositoryInputSchema>,
): Promise<ConfigChanged> {
  const { repo, ...settings } = configureRepositoryInputSchema.parse(input);
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return changeConfig(
    control,
    Object.fromEntries(given.map(([name, value]) => [`repo.${repo}.${name}`, value])),
  );
}
