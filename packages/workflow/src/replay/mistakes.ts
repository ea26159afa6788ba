import { isOurs, peek } from "../errors/bug.ts";
import { SweftError } from "../errors/sweft-error.ts";

/** Mistakes of the workflow code that it must not be able to catch. */
const UNCATCHABLE: ReadonlySet<unknown> = new Set([
  "FOREIGN_YIELD",
  "GENERATOR_REUSED",
  "HANDLE_UNKNOWN",
  "BODY_NOT_GENERATOR",
  "NONDETERMINISM",
  "RECORD_UNREADABLE",
  "LIVELOCK",
  "RETRY_WHEN_INVALID",
  "SCHEMA_ASYNC",
  "SCHEMA_INVALID",
  "CHECKPOINT_ILLEGAL",
  "CONTINUE_ILLEGAL",
  "CONTINUE_OTHER_WORKFLOW",
  "UPDATE_INVALID",
  "HISTORY_BUDGET",
]);

export const isUncatchable = (error: unknown): boolean => isOurs(error) && UNCATCHABLE.has(peek(error, "code"));

/** No code needs so many answers between two events; a loop that waits for something without waiting does. */
export const MOST_ANSWERS = 2_000_000;

export const livelock = () =>
  new SweftError(
    "LIVELOCK",
    `the workflow asked ${MOST_ANSWERS} things and waited for nothing; a loop such as \`while (!handle.isReady()) …\` never ends: wait with \`yield* handle\``,
  );

export const commandReturned = (type: string) =>
  new SweftError(
    "COMMAND_RETURNED",
    `a body returned a ${type} command without yielding it, so its work would never happen; write \`return yield* …\``,
  );

export const otherWorkflow = (name: string, asked: string) =>
  new SweftError(
    "CONTINUE_OTHER_WORKFLOW",
    `workflow ${name} asked to continue as workflow ${asked}; SWF keeps the name of a workflow that continues as new: give continueAsNew the workflow itself, or another version of ${name}`,
  );
