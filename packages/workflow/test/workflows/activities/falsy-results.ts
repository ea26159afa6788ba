import { activity, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const echo = activity({ name: "echo" }, (value: unknown) => value);

export const behaviour = tiny({
  says: "falsy results arrive as they were: 0, the empty text, false, null, undefined",
  workflow: workflow({ name: "falsy" }, function* () {
    const zero = yield* echo(0);
    const text = yield* echo("");
    const no = yield* echo(false);
    const nothing = yield* echo(null);
    const missing = yield* echo(undefined);
    return { zero, text, no, nothing, missing };
  }),
  activities: [echo],
  happens: [
    completes(echo(0), 0),
    completes(echo(""), ""),
    completes(echo(false), false),
    completes(echo(null), null),
    completes(echo(undefined), undefined),
  ],
  ends: { completed: { zero: 0, text: "", no: false, nothing: null, missing: undefined } },
});
