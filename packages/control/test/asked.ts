import type { OperationControl } from '../src/index.ts';
import type { startControl } from './a-control.ts';

/** What operations want, of somebody called octocat. */
export function asked(control: ReturnType<typeof startControl>): OperationControl {
  const readRepository = async (name: string) => ({ id: 7, fullName: name, canPush: true });
  return { ...control, readRepository, allowedModels: () => ['a/one'], by: 'octocat' };
}
