import type { Opened } from "../work/in-flight.ts";
import type { Ask } from "../work/outbox.ts";
import type { RunContext } from "../work/run-context.ts";

/** A piece of work that has not ended: its structural id, and the command that asked for it, as plain data. */
export interface OpenWork {
  readonly id: string;
  readonly command: object;
}

/** Everything that has not ended and that an event could end, in the order asked. */
export function openWork(run: RunContext): OpenWork[] {
  const sent = run.open.all();
  const unsent = run.outbox.waiting().filter((ask): ask is Ask & Opened => "command" in ask);
  const waits = [...run.mailboxes.waiting(), ...run.conditions.waiting(), ...run.localWaits];
  const open = [...sent, ...unsent, ...waits].filter(({ outcome }) => outcome === undefined);
  return open.sort((a, b) => a.order - b.order).map(({ id, command }) => ({ id, command }));
}
