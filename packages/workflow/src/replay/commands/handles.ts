import { Coroutine } from "../../coroutines/coroutine.ts";
import type { Work } from "../../coroutines/work.ts";
import { CanceledError } from "../../errors/outcomes.ts";
import { SweftError } from "../../errors/sweft-error.ts";
import { createChildHandle } from "../../language/child-handle.ts";
import { besideOf } from "../../language/command.ts";
import type { Handle, Outcome } from "../../language/handle.ts";
import { createHandle } from "../../language/handle.ts";
import { ChildWork } from "../../work/child.ts";
import type { ChildStart } from "../../work/child-start.ts";
import { StartWait } from "../../work/child-start.ts";
import { InterceptedChild } from "../../work/intercepted-child.ts";
import type { RunContext } from "../../work/run-context.ts";
import { foreignYield } from "../foreign.ts";
import { DONE } from "./table.ts";

/** How far the child has come behind a piece of work: itself, the first attempt of one that is tried again, or intercepted. */
export function startOf(work: Work): ChildStart | undefined {
  if (work instanceof InterceptedChild) return work.start;
  const first = work instanceof Coroutine ? work.first : work;
  return first instanceof ChildWork ? first.start : undefined;
}

/** Makes the handle of work that has begun. */
export function handleOf(run: RunContext, work: Work): Handle<unknown> {
  const start = startOf(work);
  const outcome = () => work.outcome;
  const handle =
    start === undefined ? createHandle(work.id, outcome) : createChildHandle(work.id, outcome, () => start.execution);
  run.handles.set(handle, work);
  return handle;
}

/** The work of the handle that stands beside a command. */
export function workOfHandle(run: RunContext, asked: object): Work {
  const handle = besideOf(asked) as Handle<unknown> | undefined;
  const work = handle === undefined ? undefined : run.handles.get(handle);
  if (work !== undefined) return work;
  throw new SweftError(
    "HANDLE_UNKNOWN",
    `handle ${handle?.id ?? "without work"} does not belong to this run; handles cannot leave the run that started them`,
  );
}

/** Waits for the child behind a handle to run. */
export function startOfHandle(run: RunContext, id: string, asked: object): StartWait {
  const work = workOfHandle(run, asked);
  const start = startOf(work);
  if (start === undefined) throw foreignYield(asked);
  return new StartWait(id, start, work);
}

export function cancelHandle(run: RunContext, _asker: Coroutine, asked: object): Outcome {
  workOfHandle(run, asked).cancel(new CanceledError("canceled by the workflow"));
  return DONE;
}
