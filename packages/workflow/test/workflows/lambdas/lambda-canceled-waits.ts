import { lambda, workflow } from "../../../src/index.ts";
import { cancels, completes, tiny } from "../harness/behaviour.ts";

const resize = lambda<(key: string) => string>({ name: "resize", cancellation: "wait" });

export const behaviour = tiny({
  says: "a Lambda function whose policy is to wait is waited for though the workflow is canceled",
  workflow: workflow({ name: "gallery", lambdaRole: "arn:aws:iam::1:role/lambda" }, function* () {
    return yield* resize("cat");
  }),
  lambdas: [resize],
  happens: [cancels(), completes(resize, "small cat")],
  ends: { completed: "small cat" },
});
