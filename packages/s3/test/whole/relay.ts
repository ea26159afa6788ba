import { createHash } from "node:crypto";
import { activity, workflow } from "@sweft/workflow";

/** Ten activities of which each takes and gives 5 MB: 50 MB in all, each way. */
export const LEGS = 10;
const BATON_LENGTH = 5_000_000;

/** What is carried on a leg: on each something else all over. */
export function batonOf(leg: number): string {
  const seed = createHash("sha512").update(`leg ${leg}`).digest("base64");
  return seed.repeat(Math.ceil(BATON_LENGTH / seed.length)).slice(0, BATON_LENGTH);
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Takes the baton of the leg before, and gives that of this leg. Never comes in if its process is to stall on this leg. */
export const carry = activity(
  { name: "carry", heartbeatTimeout: 5, retry: { attempts: 50, delay: 1, backoff: 1 } },
  async (baton: string, leg: number): Promise<string> => {
    console.log(`leg ${leg}`);
    if (process.env.STALL_AT === `${leg}`) await new Promise(() => {});
    if (baton !== batonOf(leg - 1)) throw new Error(`leg ${leg} was handed another baton: ${sha256(baton)}`);
    return batonOf(leg);
  },
);

/** Hands a baton on, from leg to leg. */
export const relay = workflow({ name: "relay", taskStartToCloseTimeout: 20 }, function* (baton: string) {
  let carried = baton;
  for (let leg = 1; leg <= LEGS; leg++) carried = yield* carry(carried, leg);
  return { digest: sha256(carried), baton: carried };
});
