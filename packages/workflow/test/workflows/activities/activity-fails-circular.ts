import { activity, workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, () => "done");

const failure = Object.assign(new Error("socket hang up"), {
  code: "ECONNRESET",
  socket: {} as Record<string, unknown>,
});
failure.socket.error = failure;
failure.socket.self = failure.socket;

export const behaviour = tiny({
  says: "an error whose fields turn in a circle arrives, with the circle marked",
  workflow: workflow({ name: "circles" }, function* () {
    return yield* work();
  }),
  activities: [work],
  happens: [fails(work, failure)],
  ends: {
    failed: { cause: { code: "ECONNRESET", socket: { error: "[circular]", self: "[circular]" } } },
  },
});
