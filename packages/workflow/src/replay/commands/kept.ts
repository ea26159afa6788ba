import type { Coroutine } from "../../coroutines/coroutine.ts";
import type { Work } from "../../coroutines/work.ts";
import { ok } from "../../coroutines/work.ts";
import type { Cached, RecordMarker } from "../../language/effect.ts";
import type { HandleSignal, HandleSignalBeside, Receive } from "../../language/signal.ts";
import type { Until } from "../../language/until.ts";
import type { HandleUpdate, UpdateHandler } from "../../language/update.ts";
import { ConditionWork } from "../../work/conditions.ts";
import { EffectWork } from "../../work/effect.ts";
import { SignalHandler } from "../../work/handler.ts";
import { MarkerAsk } from "../../work/marker.ts";
import { ReceiveWork } from "../../work/receive.ts";
import type { RunContext } from "../../work/run-context.ts";
import { UpdateServer } from "../../work/updates.ts";
import { handleOf } from "./handles.ts";
import type { Begins } from "./table.ts";
import { besideWhole, complete, Ended } from "./table.ts";

/** What serves goes on beside who asked for it, and stops with the scope it is in. */
function serving(run: RunContext, asker: Coroutine, handler: Work): Work {
  asker.environment.guard?.serves(handler);
  return new Ended(handler.id, ok(handleOf(run, handler)));
}

/** Work that ends by what the history keeps or brings: effects, markers, signals. */
export const KEPT: Readonly<Record<string, Begins>> = {
  Cached: (run, id, asked: Cached) => new EffectWork(run, id, asked.name, besideWhole<() => unknown>(asked)),
  RecordMarker: (run, id, asked: RecordMarker) => {
    new MarkerAsk(run, id, complete(asked, typeof asked.name === "string" && Array.isArray(asked.args)));
    return new Ended(id);
  },
  Receive: (run, id, asked: Receive) =>
    new ReceiveWork(id, complete(asked, typeof asked.signal === "string"), run.outbox.asked, run.mailboxes),
  Until: (run, id, asked: Until) => {
    const condition = new ConditionWork(id, besideWhole<() => unknown>(asked), run.outbox.asked - 0.5);
    run.conditions.ask(condition);
    return condition;
  },
  HandleSignal: (run, id, asked: HandleSignal, asker) => {
    const beside = besideWhole<HandleSignalBeside>(asked);
    return serving(run, asker, new SignalHandler(run, id, asker.environment, asked.signal, beside));
  },
  HandleUpdate: (run, id, asked: HandleUpdate, asker) => {
    const handler = besideWhole<UpdateHandler<never, unknown>>(asked);
    return serving(run, asker, new UpdateServer(run, id, asker.environment, asked.update, handler));
  },
};
