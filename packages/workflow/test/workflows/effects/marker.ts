import { marker, workflow } from "../../../src/index.ts";
import { tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "a marker is recorded and resumes at once, with details or without, however often under one name",
  workflow: workflow({ name: "marks" }, function* () {
    yield* marker("passed");
    yield* marker("passed", { by: "the gate" });
    yield* marker("passed", 0);
    return "done";
  }),
  ends: { completed: "done" },
});
