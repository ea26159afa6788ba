import type { BeginAll, BeginAs } from "../../composites/internal.ts";
import { Coroutine } from "../../coroutines/coroutine.ts";
import { AwaitWork } from "../../coroutines/join.ts";
import { PARKED } from "../../coroutines/scheduler.ts";
import type { Work } from "../../coroutines/work.ts";
import { ok } from "../../coroutines/work.ts";
import { CanceledError } from "../../errors/outcomes.ts";
import { NondeterminismError } from "../../errors/sweft-error.ts";
import type { Handle } from "../../language/handle.ts";
import type { Start } from "../../language/start.ts";
import { childId } from "../../values/names.ts";
import type { RunContext } from "../../work/run-context.ts";
import { foreignYield } from "../foreign.ts";
import { BODIES } from "./bodies.ts";
import { ENDINGS, endingIllegal } from "./endings.ts";
import { FACTS } from "./facts.ts";
import { cancelHandle, handleOf, startOfHandle, workOfHandle } from "./handles.ts";
import { intercepted, PROCEED } from "./intercepted.ts";
import { KEPT } from "./kept.ts";
import { LOCAL_WAITS } from "./local.ts";
import { SECTIONS } from "./sections.ts";
import { ATTEMPTS, SENT } from "./sent.ts";
import type { Begins } from "./table.ts";
import { complete, Ended, internal, isObject, table } from "./table.ts";

/** Commands that begin work. Each takes one number of its coroutine. */
export const BEGINNINGS = table<Begins>(SENT, KEPT, LOCAL_WAITS, BODIES, SECTIONS, PROCEED);

/** Those that interceptors see: work of its own, not what only holds other work together. */
const INTERCEPTED: ReadonlySet<string> = new Set([SENT, KEPT, LOCAL_WAITS].flatMap((rows) => Object.keys(rows)));

const byInterceptors = intercepted((run, id, asked: { readonly type: string }, asker) => {
  const beginning = BEGINNINGS.get(asked.type);
  if (beginning === undefined) throw foreignYield(asked);
  return beginning(run, id, asked as never, asker);
});

/** How a command begins for a coroutine: by way of its interceptors, if it has any. */
export function beginningFor(asker: Coroutine, type: string): Begins | undefined {
  if (asker.environment.interceptors !== undefined && INTERCEPTED.has(type)) return byInterceptors;
  return BEGINNINGS.get(type);
}

const SINGLE = table<Begins>(SENT, KEPT, LOCAL_WAITS, BODIES, SECTIONS, ATTEMPTS);

/** Identity is position: the path of the coroutine and the number of the command in it (I4). */
export const nextId = (run: RunContext, asker: Coroutine): string =>
  sought(run, asker, childId(asker.path, ++asker.count));

/** Ends a replay that has found what it looked for. */
function sought(run: RunContext, asker: Coroutine, id: string): string {
  if (run.seeker === undefined || run.seeker.id !== id) return id;
  run.seeker.found(asker);
  throw new NondeterminismError("found");
}

/** Begins a piece of work that somebody else than the asker may wait for. */
function begins(run: RunContext, asker: Coroutine, asked: object, id = nextId(run, asker)): Work {
  const { type } = asked as { type: string };
  const beginning = beginningFor(asker, type);
  if (beginning !== undefined) {
    if (!run.isReplaying) run.charge(asked);
    return beginning(run, id, asked as never, asker);
  }
  if (type === "Await") return new AwaitWork(id, workOfHandle(run, asked));
  if (type === "AwaitStart") return startOfHandle(run, id, asked);
  if (type === "Start") return new Ended(id, ok(started(run, asker, asked as Start)));
  if (ENDINGS.has(type)) throw endingIllegal(type);
  const answer = (type === "Cancel" ? cancelHandle : FACTS.get(type))?.(run, asker, asked as never);
  if (answer === undefined || answer === PARKED) throw foreignYield(asked);
  return new Ended(id, answer);
}

/** Begins a piece of a composite, under its next number unless the composite has an id for it. */
export function beginPiece(run: RunContext, asker: Coroutine, piece: object, id?: string): Work {
  const work = begins(run, asker, piece, id === undefined ? nextId(run, asker) : sought(run, asker, id));
  if (work instanceof Coroutine) work.isPiece = true;
  return work;
}

/** Begins pieces of a composite; if one cannot begin, none of them goes on. */
export function beginAll(
  run: RunContext,
  asker: Coroutine,
  { until }: BeginAll,
  pieces: readonly object[],
): readonly Work[] {
  const begun: Work[] = [];
  try {
    for (const piece of pieces) {
      const work = beginPiece(run, asker, piece);
      begun.push(work);
      if (until !== "all" && work.outcome !== undefined && (until === "first" || work.outcome.ok)) break;
    }
  } catch (error) {
    for (const work of begun) work.cancel(new CanceledError("canceled: another piece could not begin"));
    throw error;
  }
  return begun;
}

/** Begins one attempt under an id of its own: the work without the retry policy that asked for it. */
export function beginAs(run: RunContext, asker: Coroutine, asked: BeginAs): Work {
  const { id, work } = internal(asked);
  const beginning = SINGLE.get((work as { type: string }).type);
  if (beginning === undefined) throw foreignYield(work);
  const attempt = beginning(run, sought(run, asker, id), work as never, asker);
  if (attempt instanceof Coroutine) attempt.isPiece = true;
  return attempt;
}

/** Starts work that others wait for, and gives its handle. */
export function started(run: RunContext, asker: Coroutine, asked: Start): Handle<unknown> {
  const work = begins(run, asker, complete(asked, isObject(asked.work)).work);
  const { guard, isShieldedInScope = false } = asker.environment;
  guard?.started(work, isShieldedInScope);
  return handleOf(run, work);
}
