import { info, workflow } from "../../../src/index.ts";
import { tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "a run knows who it is",
  workflow: workflow({ name: "selfie", version: "2", tagList: ["a tag"] }, function* () {
    const { type, tagList, taskList, parent, continuedRunId } = yield* info();
    return { type, tagList, taskList, parent, continuedRunId };
  }),
  ends: {
    completed: {
      type: { name: "selfie", version: "2" },
      tagList: ["a tag"],
      taskList: "default",
      parent: undefined,
      continuedRunId: undefined,
    },
  },
});
