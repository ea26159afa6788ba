import { activity, lambda, race, sleep, workflow } from "../../../src/index.ts";
import { completes, passes, tiny } from "../harness/behaviour.ts";

const resize = lambda<(key: string) => string>({ name: "resize" });
const file = activity({ name: "file" }, (key: string) => `filed ${key}`);

export const behaviour = tiny({
  says: "a Lambda function that loses a race cannot be canceled, and what it comes to is heard by nobody",
  workflow: workflow({ name: "gallery", lambdaRole: "arn:aws:iam::1:role/lambda" }, function* () {
    const first = yield* race({ thumbnail: resize("cat"), late: sleep("1m") });
    return [first.winner, yield* file("nothing")];
  }),
  lambdas: [resize],
  activities: [file],
  happens: [passes("1m"), completes(resize("cat"), "small cat"), completes(file, "filed nothing")],
  ends: { completed: ["late", "filed nothing"] },
});
