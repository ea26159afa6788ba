import { activity, workflow } from "../../../src/index.ts";
import { cancels, confirms, tiny, waits } from "../harness/behaviour.ts";

const work = activity({ name: "work", cancellation: "wait" }, () => "done");

export const behaviour = tiny({
  says: "an activity whose cancellation is waited for ends when its worker has confirmed",
  workflow: workflow({ name: "patient" }, function* () {
    yield* work();
  }),
  activities: [work],
  happens: [cancels(), waits({ ...work() }), confirms(work)],
  ends: { canceled: undefined },
});
