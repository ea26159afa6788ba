import { INTERNAL } from "../../composites/internal.ts";
import type { Coroutine } from "../../coroutines/coroutine.ts";
import type { Environment } from "../../coroutines/environment.ts";
import { Interception } from "../../coroutines/interception.ts";
import type { Work } from "../../coroutines/work.ts";
import { workOf } from "../../language/block.ts";
import type { AnyCommand } from "../../language/command.ts";
import { besideOf, command, withBeside } from "../../language/command.ts";
import type { AskedData, Interceptor, Next } from "../../language/intercept.ts";
import { InterceptedChild } from "../../work/intercepted-child.ts";
import type { RunContext } from "../../work/run-context.ts";
import { startOf } from "./handles.ts";
import type { Begins } from "./table.ts";
import { besideWhole } from "./table.ts";

/** Begins the work that an interceptor goes on with, under an id. */
type GoesOn = (id: string, asked: object) => Work;

/** What stands beside the command that an interceptor goes on by. */
interface Proceeding {
  readonly asked: object;
  begin(asked: object): Work;
}

/**
 * Begins work by way of the interceptors of its environment, the outermost first. The first call of `next` has the work's
 * own id, further ones `3.i1~2`; what an interceptor asks for itself is numbered from `3.i1` on.
 */
export function intercepted(begins: Begins): Begins {
  return (run, id, asked: AskedData, asker) => {
    const { interceptors = [] } = asker.environment;
    const around = (level: number): GoesOn => {
      const interceptor = interceptors[level];
      if (interceptor === undefined) return (at, changed) => begins(run, at, changed as never, asker);
      const outer = { ...asker.environment, interceptors: interceptors.slice(0, level) };
      return (at, changed) => interception(run, at, level + 1, interceptor, changed, outer, around(level + 1));
    };
    return around(0)(id, asked);
  };
}

function interception(
  run: RunContext,
  id: string,
  level: number,
  interceptor: Interceptor,
  asked: object,
  environment: Environment,
  goesOn: GoesOn,
): Work {
  const path = `${id}.i${level}`;
  let calls = 0;
  const begin = (changed: object) => {
    const work = goesOn(++calls === 1 ? id : `${path}~${calls}`, changed);
    if (wrapped instanceof InterceptedChild) startOf(work)?.followedBy(wrapped.start);
    return work;
  };
  const next: Next = (given) =>
    command({ type: "Proceed" }, { asked: sameBeside(given, asked), begin } satisfies Proceeding);
  const body = interceptor(asked as AskedData, next);
  const isChild = (asked as AskedData).type === "StartChildWorkflow";
  const wrapped: Coroutine = new (isChild ? InterceptedChild : Interception)(
    id,
    path,
    body,
    run.scheduler,
    environment,
  );
  run.scheduler.now(wrapped);
  return wrapped;
}

/** A copy of a command lacks what stands beside it: of the same type, it takes that over. */
function sameBeside(given: AskedData | AnyCommand, original: object): object {
  const work = workOf(given, "what an interceptor gave to next");
  const beside = besideOf(work) ?? besideOf(original);
  const isCopy = besideOf(work) === undefined && beside !== undefined && beside !== INTERNAL;
  return isCopy && given.type === (original as AskedData).type ? withBeside(work, beside) : work;
}

/** Goes on as an interceptor asks: with the next one, or with the work itself. */
export const PROCEED: Readonly<Record<string, Begins>> = {
  Proceed: (_run, _id, asked: object) => {
    const { asked: changed, begin } = besideWhole<Proceeding>(asked);
    return begin(changed);
  },
};
