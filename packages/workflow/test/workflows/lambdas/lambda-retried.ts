import { lambda, now, workflow } from "../../../src/index.ts";
import { completes, fails, passes, tiny } from "../harness/behaviour.ts";

const resize = lambda<(key: string) => string>({
  name: "resize",
  startToCloseTimeout: "1m",
  retry: { attempts: 3, delay: "10s", jitter: "none" },
});

export const behaviour = tiny({
  says: "a Lambda function is tried again as its policy says, after failures and timeouts alike",
  workflow: workflow({ name: "gallery", lambdaRole: "arn:aws:iam::1:role/lambda" }, function* () {
    const before = yield* now();
    const thumbnail = yield* resize("cat");
    return [thumbnail, ((yield* now()).getTime() - before.getTime()) / 1000];
  }),
  lambdas: [resize],
  happens: [
    fails(resize, new Error("busy")),
    passes("10s"),
    passes("1m"),
    passes("20s"),
    completes(resize, "small cat"),
  ],
  ends: { completed: ["small cat", 90] },
});
