import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { isGenerator } from "../language/block.ts";
import { isHandle } from "../language/handle.ts";

/** What somebody may have meant, and what to write for it. The first that fits is told. */
const MEANT: readonly (readonly [(value: unknown) => boolean, string])[] = [
  [(value) => value === undefined, 'nothing: write `yield* command`, for example `yield* sleep("1m")`'],
  [isHandle, "a handle of another run: handles cannot leave the run that started them"],
  [isGenerator, "a generator: write `yield*` before it to run it here, or `yield* start(fn, …args)` to run it beside"],
  [
    (value) => typeof (value as { then?: unknown } | null)?.then === "function",
    "a promise: put asynchronous work into an activity, or into `yield* cached(name, async () => …)`",
  ],
  [(value) => typeof value === "function", "a function: call it, and write `yield*` before what it returns"],
  [Array.isArray, "an array: write `yield* all([…])` or `yield* race([…])`"],
];

/** The one error for everything yielded that is no command; it says what to write instead. */
export function foreignYield(value: unknown, known?: string): SweftError {
  const meant =
    known ??
    MEANT.find(([fits]) => fits(value))?.[1] ??
    `${describe(value)}: yield only commands of @sweft/workflow, with \`yield*\``;
  return new SweftError("FOREIGN_YIELD", `the workflow yielded ${meant}`);
}
