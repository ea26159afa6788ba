import type { ActivityError } from "../../../src/index.ts";
import { activity, workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, () => "done");

export const behaviour = tiny({
  says: "a failure with a huge message arrives with all that fits: its code, and the beginning of its message",
  workflow: workflow({ name: "talkative" }, function* () {
    try {
      return yield* work();
    } catch (error) {
      const { reason = "", cause } = error as ActivityError;
      const { code, message } = cause as Error & { readonly code: string };
      return [code, message.slice(0, 12), reason.length];
    }
  }),
  activities: [work],
  happens: [fails(work, Object.assign(new Error("no ".repeat(20_000)), { code: "NOISY" }))],
  ends: { completed: ["NOISY", "no no no no ", 256] },
});
