import { SWF } from "@aws-sdk/client-swf";
import { openDecider } from "@sweft/worker";
import { contract, signal, workflow } from "@sweft/workflow";

/** What another program fulfils. */
const charge = contract<(cents: number, by: string) => { readonly receipt: string }>({
  name: "charge",
  version: "1",
  taskList: "tills",
});
const shout = contract<(text: string) => string>({ name: "shout", version: "1", taskList: "tills" });

/** Waits for a signal, has another program charge, and tells all that came in. */
const order = workflow({ name: "order", version: "1" }, function* (cart: { readonly item: string; cents: number }) {
  const approval = yield* signal<{ readonly by: string }>("approve").receive();
  const payment = yield* charge(cart.cents, approval.by);
  return { ...cart, ...approval, ...payment };
});

/** Tells what it got for its input, for a signal, and for a result. */
const echo = workflow({ name: "echo", version: "1" }, function* (...args: readonly string[]) {
  const signaled = yield* signal<string>("word").receive();
  const result = yield* shout(signaled);
  return { args, signaled, result };
});

/** A decider of these workflows, as it would run on AWS. Answers what closes it. */
export async function openShop(url: string): Promise<() => Promise<void>> {
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const api = new SWF({ endpoint: url, region: "us-east-1", credentials });
  const decider = await openDecider({ api, domain: "shop", taskList: "deciders", workflows: [order, echo] });
  return async () => {
    await decider.close();
    api.destroy();
  };
}
