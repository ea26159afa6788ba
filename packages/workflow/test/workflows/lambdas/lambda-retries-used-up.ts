import { lambda, workflow } from "../../../src/index.ts";
import { fails, passes, tiny } from "../harness/behaviour.ts";

const resize = lambda<(key: string) => string>({
  name: "resize",
  retry: { attempts: 2, delay: "10s", jitter: "none" },
});

export const behaviour = tiny({
  says: "a Lambda function whose attempts are used up fails as the last one did",
  workflow: workflow({ name: "gallery", lambdaRole: "arn:aws:iam::1:role/lambda" }, function* () {
    return yield* resize("cat");
  }),
  lambdas: [resize],
  happens: [fails(resize, new Error("first")), passes("10s"), fails(resize, new Error("second"))],
  ends: { failed: { code: "LAMBDA_FAILED", id: "1~2", cause: { message: "second" } } },
});
