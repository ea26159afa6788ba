import { lambda, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const resize = lambda<(image: { readonly key: string }) => { readonly thumbnail: string }>({ name: "resize" });

export const behaviour = tiny({
  says: "a Lambda function gets the value as its event, and its response is the result",
  workflow: workflow({ name: "gallery", lambdaRole: "arn:aws:iam::1:role/lambda" }, function* () {
    const { thumbnail } = yield* resize({ key: "cat" });
    return (yield* resize({ key: thumbnail })).thumbnail;
  }),
  lambdas: [resize],
  happens: [
    completes(resize({ key: "cat" }), { thumbnail: "small cat" }),
    completes(resize({ key: "small cat" }), { thumbnail: "tiny cat" }),
  ],
  ends: { completed: "tiny cat" },
});
