import { flaws, mostTasksAtOnce } from "../properties/history.ts";
import type { Kept } from "./kept.ts";
import { losses } from "./losses.ts";
import type { Sent } from "./marks.ts";
import { contradictions } from "./references.ts";

/** All that is wrong with what a store has kept, whenever it stopped. */
export function findings(kept: Kept, sent: readonly Sent[]): string[] {
  return [...unsound(kept), ...losses(kept, sent)];
}

/** The part that needs no knowledge of what was asked for. */
export function unsound({ runs, integrity }: Kept): string[] {
  const damaged = JSON.stringify(integrity) === '[{"integrity_check":"ok"}]' ? [] : [JSON.stringify(integrity)];
  const alone = [...runs.values()].flatMap(({ workflowId, events, isOpen }) => {
    const wrong = flaws(events);
    const { scheduled, started } = mostTasksAtOnce(events);
    if (scheduled > 1 || started > 1) wrong.push("has too many decision tasks at once");
    const hasClosed = /^WorkflowExecution(Completed|Failed|Canceled|TimedOut|Terminated|ContinuedAsNew)$/;
    if (hasClosed.test(String(events.at(-1)?.eventType)) === isOpen) wrong.push("is listed in the wrong list");
    return wrong.map((text) => `${workflowId} ${text}`);
  });
  return [...damaged, ...alone, ...contradictions(runs)];
}
