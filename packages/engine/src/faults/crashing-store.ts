import type { Store } from "../store/store.ts";

/** Where a store stops: nothing of the commit is kept, or all of it and nobody is told. */
export type Crash = "beforeCommit" | "afterCommit";

/**
 * A store that fails as the end of a process does, for tests of what is lost and what is not. The engine refuses everything after it;
 * close it, and open another on the same file.
 *
 * @param choose - Asked before each commit with its number, from 1; undefined lets it be.
 *
 * @example
 * openEngine({ store: crashingStore(sqliteStore(file), (number) => (number === 3 ? "afterCommit" : undefined)) });
 */
export function crashingStore(store: Store, choose: (number: number) => Crash | undefined): Store {
  let number = 0;
  return {
    ...store,
    commit(writes, changes) {
      number++;
      const crash = choose(number);
      if (crash === "beforeCommit") throw new Error("crashed before a commit, as the test wanted");
      store.commit(writes, changes);
      if (crash === "afterCommit") throw new Error("crashed after a commit, as the test wanted");
    },
  };
}
