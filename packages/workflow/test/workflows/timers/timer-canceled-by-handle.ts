import type { CanceledError } from "../../../src/index.ts";
import { cancel, sleep, start, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "a timer that is canceled by its handle throws at once where it is waited for",
  workflow: workflow({ name: "snooze" }, function* () {
    const handle = yield* start(sleep("1 day"));
    yield* sleep("1s");
    yield* cancel(handle);
    try {
      yield* handle;
      return "it fired";
    } catch (error) {
      return (error as CanceledError).code;
    }
  }),
  happens: [passes("1s")],
  ends: { completed: "CANCELED" },
});
