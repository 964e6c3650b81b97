import { configOverrides } from '@opencode-commander/queue';
import { z } from 'zod';
import { defineOperation, type OperationControl } from '../operation.ts';
import type { ConfigControl } from './config-editor.ts';
import { configKeySchema, configKeyView } from './config-key-view.ts';

const MAX_KEYS = 100;

const keySchema = z.string().min(1).max(200);

const configValueSchema = z
  .union([z.string().max(10_000), z.number(), z.boolean(), z.array(z.string().max(1_000)).max(1_000)])
  .describe(
    'As in commander.toml, or as the text of its variable, where commas separate the entries of a list',
  );

const setConfigInputSchema = z.object({
  changes: z
    .record(keySchema, configValueSchema)
    .refine((changes) => isSome(Object.keys(changes).length), `name 1 to ${MAX_KEYS} keys`)
    .describe('Values by key, such as {"timeouts.high": "1h"}; all of them count, or none does'),
});

const unsetConfigInputSchema = z.object({
  keys: z
    .array(keySchema)
    .min(1)
    .max(MAX_KEYS)
    .describe('Keys that go back to what the variable, the file or the default says'),
});

export const configChangedSchema = z.object({
  changed: z.boolean().describe('False when it was so already'),
  keys: z.array(configKeySchema).describe('The keys that were named, as they are now'),
});
export type ConfigChanged = z.infer<typeof configChangedSchema>;

export const setConfigOperation = defineOperation({
  title: 'Change the configuration',
  description:
    'Gives keys of the configuration other values, in every process within two seconds and over restarts. What breaks one rule changes nothing. Credentials, addresses and the like are for commander.toml.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: false,
  input: setConfigInputSchema,
  output: configChangedSchema,
  run: async (control, input) => changeConfig(control, setConfigInputSchema.parse(input).changes),
});

export const unsetConfigOperation = defineOperation({
  title: 'Take back a change of the configuration',
  description:
    'Has keys of the configuration go back to what the variable, commander.toml or the default says.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: false,
  input: unsetConfigInputSchema,
  output: configChangedSchema,
  run: async (control, input) => {
    const { keys } = unsetConfigInputSchema.parse(input);
    return changeConfig(control, Object.fromEntries(keys.map((key) => [key, null])));
  },
});

/** Changes keys together; null takes a change back. Throws RedisError, and what the editor throws for what breaks a rule. */
export async function changeConfig(
  { queues, now, by, configuration }: ConfigControl & Pick<OperationControl, 'by'>,
  changes: Readonly<Record<string, unknown>>,
): Promise<ConfigChanged> {
  let changed = false;
  const overrides = await configOverrides(queues).change((before) => {
    const after = configuration.change(before, { changes, by, at: now().toISOString() });
    changed = JSON.stringify(after) !== JSON.stringify(before);
    return after;
  });
  const named = new Set(Object.keys(changes).map((key) => configuration.keyOf(key).toLowerCase()));
  const { keys } = configuration.show(overrides);
  return { changed, keys: keys.filter(({ key }) => named.has(key.toLowerCase())).map(configKeyView) };
}

function isSome(count: number): boolean {
  return count >= 1 && count <= MAX_KEYS;
}
