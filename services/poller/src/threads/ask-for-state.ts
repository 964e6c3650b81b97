import type { IssueState, PullState } from '@opencode-commander/github';
import type { Poller } from '../poller.ts';

type OpenThing = IssueState | PullState;

/** How an issue or pull request is now, by what only GraphQL tells; null when there is no such thing any more. */
export async function askForState<Kind extends OpenThing['kind']>(
  { github }: Pick<Poller, 'github'>,
  { nodeId, kind }: { nodeId: string; kind: Kind },
): Promise<Extract<OpenThing, { kind: Kind }> | null> {
  const state = (await github.openThings([nodeId])).get(nodeId) ?? null;
  return isOf(state, kind) ? state : null;
}

function isOf<Kind extends OpenThing['kind']>(
  state: OpenThing | null,
  kind: Kind,
): state is Extract<OpenThing, { kind: Kind }> {
  return state?.kind === kind;
}
