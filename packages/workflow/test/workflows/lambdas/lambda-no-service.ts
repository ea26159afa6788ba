import { lambda, workflow } from "../../../src/index.ts";
import { refuses, tiny } from "../harness/behaviour.ts";

const resize = lambda<(key: string) => string>({ name: "resize" });

export const behaviour = tiny({
  says: "a Lambda function where there is no Lambda is refused",
  workflow: workflow({ name: "gallery", lambdaRole: "arn:aws:iam::1:role/lambda" }, function* () {
    return yield* resize("cat");
  }),
  early: [refuses(resize, "LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION")],
  ends: {
    failed: {
      code: "LAMBDA_SCHEDULE_FAILED",
      state: "SCHEDULE_FAILED",
      reason: "LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION",
    },
  },
});
