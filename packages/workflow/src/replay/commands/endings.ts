import type { Coroutine } from "../../coroutines/coroutine.ts";
import { LEAVE, PARKED } from "../../coroutines/scheduler.ts";
import { SweftError } from "../../errors/sweft-error.ts";
import type { Checkpoint } from "../../language/checkpoint.ts";
import type { ContinueAsNew } from "../../language/continue-as-new.ts";
import type { Outcome } from "../../language/handle.ts";
import type { ChildBeside } from "../../language/workflow.ts";
import { childId } from "../../values/names.ts";
import type { RunContext } from "../../work/run-context.ts";
import { atCheckpoint } from "../checkpoint.ts";
import { continuing } from "../continuing.ts";
import type { Asks } from "./table.ts";
import { besideWhole, complete, DONE, table } from "./table.ts";

/** Throws unless the workflow's own body asks; gives the cancellation that it has still to hear of, if there is one. */
function owedAtEnd(run: RunContext, asker: Coroutine, type: string): Outcome | undefined {
  if (!run.chain.isRoot(asker)) throw endingIllegal(type);
  return asker.takeOwed()?.outcome;
}

/** Commands that end, or may end, the workflow's own body. */
export const ENDINGS = table<Asks>({
  /** Takes no number: nothing comes after it. */
  ContinueAsNew: (run, asker, asked: ContinueAsNew) => {
    const owed = owedAtEnd(run, asker, asked.type);
    if (owed !== undefined) return owed;
    const { workflow: type, args, options: given } = asked;
    const { settings } = besideWhole<ChildBeside>(asked);
    run.chain.continues(continuing(run, { type, settings, args, given }));
    return LEAVE;
  },
  Checkpoint: (run, asker, asked: Checkpoint): Outcome | typeof PARKED => {
    const owed = owedAtEnd(run, asker, asked.type);
    if (owed !== undefined) return owed;
    const id = childId(asker.id, ++asker.count);
    const drain = atCheckpoint(run, asker, id, complete(asked, Array.isArray(asked.args)));
    if (drain === undefined) return DONE;
    if (drain.outcome === undefined) asker.park(drain, true);
    return drain.outcome ?? PARKED;
  },
});

/** The error for an ending that is asked elsewhere than in the workflow's own body. */
export const endingIllegal = (type: string): SweftError =>
  type === "Checkpoint"
    ? new SweftError(
        "CHECKPOINT_ILLEGAL",
        "a checkpoint was asked in a coroutine or in a composite, and only the workflow's own body can continue as new; write `yield* checkpoint(state)` in the loop of the body itself",
      )
    : new SweftError(
        "CONTINUE_ILLEGAL",
        `a ${type} was asked in a coroutine or in a composite, and only the workflow's own body can end the run; return there, and write \`yield* continueAsNew(self, …)\` in the body itself`,
      );
