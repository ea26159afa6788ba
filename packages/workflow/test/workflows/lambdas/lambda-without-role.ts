import type { LambdaError } from "../../../src/index.ts";
import { lambda, workflow } from "../../../src/index.ts";
import { failsToStart, tiny } from "../harness/behaviour.ts";

const resize = lambda<(key: string) => string>({ name: "resize" });

export const behaviour = tiny({
  says: "a Lambda function cannot be started for an execution without a role",
  workflow: workflow({ name: "gallery" }, function* () {
    try {
      return yield* resize("cat");
    } catch (error) {
      return (error as LambdaError).code;
    }
  }),
  lambdas: [resize],
  happens: [failsToStart(resize)],
  ends: { completed: "LAMBDA_SCHEDULE_FAILED" },
});
