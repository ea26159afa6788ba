import type { LambdaError } from "../../../src/index.ts";
import { lambda, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";

const resize = lambda<(key: string) => string>({ name: "resize", startToCloseTimeout: "2m" });

export const behaviour = tiny({
  says: "a Lambda function that takes too long times out",
  workflow: workflow({ name: "gallery", lambdaRole: "arn:aws:iam::1:role/lambda" }, function* () {
    try {
      return yield* resize("cat");
    } catch (error) {
      const { code, reason } = error as LambdaError;
      return [code, reason];
    }
  }),
  lambdas: [resize],
  happens: [passes("2m")],
  ends: { completed: ["LAMBDA_TIMED_OUT", "START_TO_CLOSE"] },
});
