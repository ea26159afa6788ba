import { nondeterministic, sleep, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "falsy results of cached functions arrive as they were, at every replay",
  workflow: workflow({ name: "falsy" }, function* () {
    const kept = [
      yield* nondeterministic("zero", () => 0),
      yield* nondeterministic("text", () => ""),
      yield* nondeterministic("no", () => false),
      yield* nondeterministic("nothing", () => null),
      yield* nondeterministic("missing", () => undefined),
    ];
    yield* sleep("1m");
    return kept;
  }),
  happens: [passes("1m")],
  ends: { completed: [0, "", false, null, undefined] },
});
