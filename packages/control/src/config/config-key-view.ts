import { z } from 'zod';
import type { EditedKey } from './config-editor.ts';

export const configKeySchema = z.object({
  key: z.string().describe('Such as timeouts.high, or repo.acme/web.setup'),
  value: z
    .string()
    .nullable()
    .describe('As one would write it in commander.toml; null for a secret, and where there is none'),
  otherwise: z.string().nullable().describe('What holds where there is no value'),
  secret: z
    .object({
      set: z.boolean(),
      reference: z
        .string()
        .nullable()
        .describe('Where it is, such as env:GITHUB_TOKEN; null where it is hidden'),
    })
    .nullable()
    .describe('Of a secret, which is never shown, whether it is set; null for all others'),
  origin: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('default') }),
      z.object({ kind: z.literal('file'), file: z.string(), line: z.number() }),
      z.object({ kind: z.literal('variable'), name: z.string() }),
      z.object({ kind: z.literal('runtime'), by: z.string(), at: z.string() }),
    ])
    .describe(
      'Where the value comes from; what is set at runtime goes before variables, these before the file',
    ),
  live: z.boolean().describe('Whether it can be changed at runtime; else change commander.toml and restart'),
});
export type ConfigKeyView = z.infer<typeof configKeySchema>;

export function configKeyView({ secret, ...key }: EditedKey): ConfigKeyView {
  return { ...key, secret: secret && { set: secret.isSet, reference: secret.reference } };
}
