import { lambda, race, sleep, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const resize = lambda<(key: string) => string>({ name: "resize" });

export const behaviour = tiny({
  says: "a Lambda function that wins a race cancels the timer beside it, and leaves another one running",
  workflow: workflow({ name: "gallery", lambdaRole: "arn:aws:iam::1:role/lambda" }, function* () {
    return yield* race([resize("dog"), resize("cat"), sleep("1m")]);
  }),
  lambdas: [resize],
  happens: [completes(resize("cat"), "small cat")],
  ends: { completed: "small cat" },
});
