/**
 * Tells clients in the same process that a decider has answered them, so that they look at once instead of after their next
 * pause. Give one to deciders and clients alike; what it misses, such as deciders elsewhere, is found by asking.
 */
export interface Replies {
  /** A decider's answer was taken which replies to somebody, or ends the run. */
  tell(workflowId: string): void;
  /**
   * Hears of such answers of a workflow.
   * @returns Ends it.
   */
  listen(workflowId: string, heard: () => void): () => void;
}

/** Opens such a place. It holds nothing that need be closed. */
export function openReplies(): Replies {
  const listeners = new Map<string, Set<() => void>>();
  return {
    tell(workflowId) {
      for (const heard of [...(listeners.get(workflowId) ?? [])]) heard();
    },
    listen(workflowId, heard) {
      const those = listeners.get(workflowId) ?? new Set();
      listeners.set(workflowId, those.add(heard));
      return () => {
        those.delete(heard);
        if (those.size === 0 && listeners.get(workflowId) === those) listeners.delete(workflowId);
      };
    },
  };
}
