import type { Instances } from '@opencode-commander/task';
import type { ModelControl } from '../choose-model.ts';

/** With what sessions are listed and steered. */
export type SessionControl = ModelControl & {
  instances: Instances;
  /** Who asks. */
  by: string;
};
