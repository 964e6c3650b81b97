import type { LookupAddress } from 'node:dns';
import { shownName } from '../shown-name.ts';
import type { AllowList } from './allow-list.ts';
import type { Authority } from './authority.ts';
import { type Resolve, resolveTarget } from './resolve-target.ts';

type Judgement =
  | { status: 'allowed'; target: Authority; addresses: LookupAddress[] }
  | { status: 'refused'; code: 403 | 502; reason: string };

/** Decides on one request of the sandbox's; `asked` is what it wrote, `target` what that means, if anything. */
export type Judge = (target: Authority | null, asked: string) => Promise<Judgement>;

export type JudgeOptions = { allowList: AllowList; resolve: Resolve; onRefusal: (line: string) => void };

/** A judge that tells people of each host it refuses. */
export function createJudge({ allowList, resolve, onRefusal }: JudgeOptions): Judge {
  return async (target, asked) => {
    if (target === null) {
      return { status: 'refused', code: 403, reason: `${shownName(asked)} is no host that may be reached` };
    }
    const resolution = await resolveTarget(target, { allowList, resolve });
    if (resolution.status === 'allowed') return { ...resolution, target };
    if (resolution.status === 'unknown') return { status: 'refused', code: 502, reason: resolution.reason };
    onRefusal(`network access refused: ${resolution.reason}`);
    return { status: 'refused', code: 403, reason: resolution.reason };
  };
}
