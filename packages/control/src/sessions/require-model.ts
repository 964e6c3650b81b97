import { z } from 'zod';
import { type ModelControl, ModelNotAllowedError } from '../choose-model.ts';
import type { KnownInstance } from './known-instance.ts';

export const modelInput = z
  .string()
  .regex(/^[^\s/]+\/\S+$/, 'write provider/model')
  .max(200)
  .optional()
  .describe('As provider/model; what the session or the instance has unless given');

/**
 * Throws ModelNotAllowedError for a model that is not in `models.allowed`. Where there is no such list a sandbox has any that
 * its broker passes on; a server, whose money is spent without any, none but its own.
 */
export function requireModel(
  { allowedModels }: Pick<ModelControl, 'allowedModels'>,
  { reference }: Pick<KnownInstance, 'reference'>,
  model: string | undefined,
): void {
  const allowed = allowedModels() ?? (reference.kind === 'server' ? [] : null);
  if (model === undefined || allowed === null || allowed.includes(model)) return;
  throw new ModelNotAllowedError(model, allowed);
}
