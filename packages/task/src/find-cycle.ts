/** What each issue waits for, by `owner/repo#12`. */
export type DependencyGraph = ReadonlyMap<string, readonly string[]>;

/** Issues that wait for each other, in order, so that none of them could ever begin; null when there are none. */
export function findCycle(graph: DependencyGraph): string[] | null {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const cycle = findFrom(graph, start, done);
    if (cycle !== null) return cycle;
  }
  return null;
}

/** Depth first, without recursion: chains are as long as people make them. */
function findFrom(graph: DependencyGraph, start: string, done: Set<string>): string[] | null {
  const path: string[] = [];
  const onPath = new Set<string>();
  const left = [{ node: start, leave: false }];
  for (let step = left.pop(); step !== undefined; step = left.pop()) {
    const { node, leave } = step;
    if (leave) {
      path.pop();
      onPath.delete(node);
      done.add(node);
    } else if (onPath.has(node)) return path.slice(path.indexOf(node));
    else if (!done.has(node)) {
      path.push(node);
      onPath.add(node);
      left.push(
        { node, leave: true },
        ...(graph.get(node) ?? []).map((next) => ({ node: next, leave: false })),
      );
    }
  }
  return null;
}
