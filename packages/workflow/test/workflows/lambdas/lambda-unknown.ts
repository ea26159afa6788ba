import { lambda, workflow } from "../../../src/index.ts";
import { fails, ofItself, tiny } from "../harness/behaviour.ts";

const resize = lambda<(key: string) => string>({ name: "resize" });
const other = lambda<() => void>({ name: "other" });

const name = "ResourceNotFoundException";
const message = "Function not found: arn:aws:lambda:us-east-1:123456789012:function:resize";

export const behaviour = tiny({
  says: "a Lambda function that does not exist fails as Lambda tells it",
  workflow: workflow({ name: "gallery", lambdaRole: "arn:aws:iam::1:role/lambda" }, function* () {
    return yield* resize("cat");
  }),
  lambdas: [other],
  happens: [ofItself(fails(resize, Object.assign(new Error(message), { name })))],
  ends: { failed: { code: "LAMBDA_FAILED", cause: { name, message } } },
});
