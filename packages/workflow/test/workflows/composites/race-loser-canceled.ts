import { activity, race, sleep, workflow } from "../../../src/index.ts";
import { completes, confirms, passes, tiny, waits } from "../harness/behaviour.ts";

const search = activity({ name: "search" }, (where: string) => where);
const rest = activity({ name: "rest" }, () => "rested");

export const behaviour = tiny({
  says: "a race resumes at once with the first to end, and its loser is asked to cancel",
  workflow: workflow({ name: "hurry" }, function* () {
    const first = yield* race({ found: search("attic"), late: sleep("1m") });
    return [first.winner, yield* rest()];
  }),
  activities: [search, rest],
  happens: [passes("1m"), waits({ ...rest() }), confirms(search), completes(rest, "rested")],
  ends: { completed: ["late", "rested"] },
});
