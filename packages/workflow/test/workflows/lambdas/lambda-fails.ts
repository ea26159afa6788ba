import { lambda, workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";

const resize = lambda<(key: string) => string>({ name: "resize" });

export const behaviour = tiny({
  says: "a Lambda function that throws fails with the type and message of its error as the cause",
  workflow: workflow({ name: "gallery", lambdaRole: "arn:aws:iam::1:role/lambda" }, function* () {
    return yield* resize("cat");
  }),
  lambdas: [resize],
  happens: [fails(resize, Object.assign(new Error("no cat"), { name: "NoSuchKey" }))],
  ends: {
    failed: {
      code: "LAMBDA_FAILED",
      lambda: "resize",
      id: "1",
      cause: { name: "NoSuchKey", message: "no cat" },
    },
  },
});
