import { activity, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const echo = activity({ name: "echo" }, (text: string) => text);

export const behaviour = tiny({
  says: "a text close to the limit of the service goes out and comes back",
  workflow: workflow({ name: "long" }, function* () {
    const text = yield* echo("ab".repeat(16_000));
    return [text.length, yield* echo(text.slice(0, 3))];
  }),
  activities: [echo],
  happens: [completes(echo, "é".repeat(32_000)), completes(echo, "ééé")],
  ends: { completed: [32_000, "ééé"] },
});
