/**
 * The cycles of a graph, each as the list of its nodes, the first repeated at the end; one cycle for every knot.
 *
 * @param edges - Each node with the nodes it points to. What is not a key is ignored.
 */
export function findCycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>();
  const cycles: string[][] = [];
  const follow = (node: string, trail: readonly string[]): void => {
    const seen = trail.indexOf(node);
    if (seen >= 0) {
      cycles.push([...trail.slice(seen), node]);
      return;
    }
    if (done.has(node)) return;
    for (const next of edges.get(node) ?? []) if (edges.has(next)) follow(next, [...trail, node]);
    done.add(node);
  };
  for (const node of edges.keys()) follow(node, []);
  return cycles;
}
