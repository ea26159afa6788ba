import type { Client } from "@sweft/worker";
import type { Order } from "./order.ts";
import { approval } from "./workflow.ts";

/** How long the simulated people take, in milliseconds. */
const MANAGER_THINKS_MS = 300;
const CUSTOMER_THINKS_MS = 20;

/** A pause in the world of people, whose clock is always the machine's. */
export type Pause = (ms: number) => Promise<void>;

/**
 * What a manager and a customer do about an order that has come to a step: they signal its workflow, or cancel it, as a
 * back office or a web shop would.
 *
 * @param tell - Hears of every deed before it is done, so that no effect of it is told first.
 */
export async function act(
  client: Client,
  order: Order,
  step: unknown,
  { pause, tell }: { readonly pause: Pause; readonly tell: (line: string) => void },
): Promise<void> {
  const { approval: answer, customerCancels } = order.simulate ?? {};
  const run = client.run(order.id);
  const does = async (deed: string, send: () => Promise<void>): Promise<void> => {
    tell(deed);
    try {
      await send();
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== "RUN_NOT_OPEN") throw error;
      tell(`${deed}: too late`);
    }
  };
  if (customerCancels !== undefined && customerCancels === step) {
    await pause(CUSTOMER_THINKS_MS);
    await does("the customer cancels", () => run.cancel());
  }
  if (step === "approval" && (answer === "given" || answer === "denied")) {
    await pause(MANAGER_THINKS_MS);
    const word = { approved: answer === "given", by: "Ms. Okafor" };
    await does("the manager answers", () => run.signal(approval, word));
  }
}
