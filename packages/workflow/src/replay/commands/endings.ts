import { LEAVE } from "../../coroutines/scheduler.ts";
import { SweftError } from "../../errors/sweft-error.ts";
import type { ContinueAsNew } from "../../language/continue-as-new.ts";
import type { Asks } from "./table.ts";
import { table } from "./table.ts";

/** Commands that end the workflow's own body. They take no number: nothing comes after them. */
export const ENDINGS = table<Asks>({
  ContinueAsNew: (run, asker, asked: ContinueAsNew) => {
    if (!run.isRoot(asker)) throw endingIllegal(asked.type);
    const owed = asker.takeOwed();
    if (owed !== undefined) return owed.outcome;
    run.continues(asked);
    return LEAVE;
  },
});

/** The error for an ending that is asked elsewhere than in the workflow's own body. */
export const endingIllegal = (type: string): SweftError =>
  new SweftError(
    "CONTINUE_ILLEGAL",
    `a ${type} was asked in a coroutine or in a composite, and only the workflow's own body can end the run; return there, and write \`yield* continueAsNew(self, …)\` in the body itself`,
  );
