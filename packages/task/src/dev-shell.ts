import { z } from 'zod';

/** Whether an agent works in the dev shell of its repository's flake.nix, and why not. */
export const devShellSchema = z.enum(['entered', 'no_nix', 'failed', 'too_slow']);
export type DevShell = z.infer<typeof devShellSchema>;
