import { ok } from "../../coroutines/work.ts";
import { SweftError } from "../../errors/sweft-error.ts";
import { besideOf } from "../../language/command.ts";
import type { ContextKey, GetContext } from "../../language/context.ts";
import type { Log } from "../../language/facts.ts";
import type { Patch } from "../../language/patch.ts";
import type { Publish } from "../../language/publish.ts";
import type { AnswerQuery, QueryHandler } from "../../language/query.ts";
import type { StandardSchema } from "../../language/schema.ts";
import type { Pending, TryReceive } from "../../language/signal.ts";
import { randomAt, uuidAt } from "../../values/random.ts";
import type { RunContext } from "../../work/run-context.ts";
import { takesPatch } from "../patch.ts";
import { LOCAL_ASKS } from "./local.ts";
import type { Asks } from "./table.ts";
import { besideWhole, complete, DONE, table } from "./table.ts";

const isTaken = (run: RunContext, asked: Patch): boolean =>
  takesPatch(run, complete(asked, typeof asked.id === "string").id);

/** Questions about the run, answered at once. They take no number, so that adding one moves no id. */
export const FACTS = table<Asks>(LOCAL_ASKS, {
  Now: (run) => ok(new Date(run.time)),
  Random: (run, asker) => ok(randomAt(run.streamKey, asker.path, asker.draws++)),
  Uuid: (run, asker) => ok(uuidAt(run.streamKey, asker.path, asker.draws++)),
  Info: (run) => ok(run.info),
  Patched: (run, _asker, asked: Patch) => ok(isTaken(run, asked)),
  DeprecatePatch: (run, _asker, asked: Patch) => {
    isTaken(run, asked);
    return DONE;
  },
  GetContext: (_run, asker, asked: GetContext) => {
    const key = besideWhole<ContextKey>(asked);
    const values = asker.environment.values?.has(key) ? [asker.environment.values.get(key)] : key.defaults;
    if (values.length > 0) return ok(values[0]);
    throw new SweftError(
      "CONTEXT_MISSING",
      `nobody has provided the context value ${asked.context} here, and it has no default; run this inside ${asked.context}.provide(value, function* () { … })`,
    );
  },
  Publish: (run, _asker, { state }: Publish) => {
    run.published.set(run, state);
    return DONE;
  },
  Log: (run, _asker, { level, message, fields }: Log) => {
    run.log(level, message, fields);
    return DONE;
  },
  AnswerQuery: (run, _asker, asked: AnswerQuery) => {
    run.queries.set(asked.query, besideWhole<QueryHandler<never, unknown>>(asked));
    return DONE;
  },
  TryReceive: (run, _asker, asked: TryReceive) => {
    const { signal } = complete(asked, typeof asked.signal === "string");
    return ok(run.mailboxes.tryTake(signal, besideOf(asked) as StandardSchema | undefined));
  },
  Pending: (run, _asker, asked: Pending) =>
    ok(run.mailboxes.pending(complete(asked, typeof asked.signal === "string").signal)),
});
