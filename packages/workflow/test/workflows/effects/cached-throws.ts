import { cached, sleep, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "what a cached function throws is recorded too, and thrown with its cause at every replay",
  workflow: workflow({ name: "unlucky" }, function* () {
    let caught: unknown;
    try {
      yield* cached("read", () => {
        throw Object.assign(new Error("not there"), { code: "ENOENT" });
      });
    } catch (error) {
      caught = error;
    }
    yield* sleep("1m");
    const { code, cause } = caught as { readonly code: string; readonly cause: { readonly code: string } };
    return [code, cause.code];
  }),
  happens: [passes("1m")],
  ends: { completed: ["EFFECT_FAILED", "ENOENT"] },
});
