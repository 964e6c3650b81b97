import type { DayCost } from '@opencode-commander/queue';
import { addUsage, issueNumberOf, NO_USAGE, type Usage } from '@opencode-commander/task';

/** By what costs are summed. */
export const COST_GROUPS = ['task', 'repo', 'day', 'model'] as const;
export type CostGroup = (typeof COST_GROUPS)[number];

/** `owner/name` by the id of a repository. */
export type RepositoryNames = ReadonlyMap<number, string>;

/** What one task, repository, day or model has cost. */
export type CostRow = {
  /** The task's id, `owner/name`, `2026-01-31` or `provider/model`. */
  name: string;
  /** Of a task: its issue, such as `acme/web#12`; of others null. */
  issue: string | null;
  used: Usage;
  /** How many tasks have a part in it. */
  tasks: number;
};

/** The costs by the group, what cost most first. */
export function sumCosts(
  costs: readonly DayCost[],
  { by, names }: { by: CostGroup; names: RepositoryNames },
): CostRow[] {
  const groups = new Map<string, [DayCost, ...DayCost[]]>();
  for (const cost of costs) {
    const group = groups.get(keyOf(cost, by));
    if (group === undefined) groups.set(keyOf(cost, by), [cost]);
    else group.push(cost);
  }
  const rows = [...groups.values()].map((group) => {
    const [one] = group;
    return { name: nameOf(one, { by, names }), issue: issueOf(one, { by, names }), ...totalOf(group) };
  });
  return rows.sort(
    (a, b) => b.used.costUsd - a.used.costUsd || tokensOf(b) - tokensOf(a) || (a.name < b.name ? -1 : 1),
  );
}

export function totalOf(costs: readonly DayCost[]): Pick<CostRow, 'used' | 'tasks'> {
  const used = costs.reduce((sum, cost) => addUsage(sum, cost.used), NO_USAGE);
  return { used, tasks: new Set(costs.map(({ repoId, taskId }) => `${repoId} ${taskId}`)).size };
}

function keyOf({ day, repoId, taskId, model }: DayCost, by: CostGroup): string {
  return { day, model, repo: String(repoId), task: `${repoId} ${taskId}` }[by];
}

function nameOf(cost: DayCost, { by, names }: { by: CostGroup; names: RepositoryNames }): string {
  const { day, taskId: task, model } = cost;
  return { day, task, model, repo: repositoryOf(cost, names) }[by];
}

function issueOf(cost: DayCost, { by, names }: { by: CostGroup; names: RepositoryNames }): string | null {
  return by === 'task' ? `${repositoryOf(cost, names)}#${issueNumberOf(cost.taskId)}` : null;
}

function repositoryOf({ repoId }: DayCost, names: RepositoryNames): string {
  return names.get(repoId) ?? `repository ${repoId}`;
}

function tokensOf({ used }: CostRow): number {
  return used.inputTokens + used.outputTokens;
}
