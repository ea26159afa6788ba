import type { Change, ExecutionWrite, Store } from "../../src/store/store.ts";

/** One commit. */
export interface Commit {
  readonly writes: readonly ExecutionWrite[];
  readonly changes: readonly Change[];
}

/** A store that tells of each commit before it is made. What is thrown then, the commit throws. */
export function watched(store: Store, committing: (commit: Commit) => void): Store {
  return {
    ...store,
    commit(writes, changes) {
      committing({ writes, changes });
      store.commit(writes, changes);
    },
  };
}

/** The events of a commit, as `a 1 WorkflowExecutionStarted` for the execution `a`. */
export function linesOf({ writes }: Commit): string[] {
  return writes.flatMap(({ execution, events }) =>
    events.map(({ eventId, eventType }) => `${execution.workflowId} ${eventId} ${eventType}`),
  );
}
