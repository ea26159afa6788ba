import { activity, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const echo = activity({ name: "echo" }, (value: unknown) => value);

const rich = { at: new Date(0), ids: new Set([1, 2]), names: new Map([["a", 1n]]), nan: Number.NaN };

export const behaviour = tiny({
  says: "dates, sets, maps and big numbers go through arguments and results unchanged",
  workflow: workflow({ name: "rich" }, function* (value: typeof rich) {
    return yield* echo(value);
  }),
  args: [rich],
  activities: [echo],
  happens: [completes(echo, rich)],
  ends: { completed: rich },
});
