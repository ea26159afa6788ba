import { peek } from "../errors/bug.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { readInput, writeContinued } from "../values/continuation.ts";
import type { PayloadFormat } from "../values/payload-format.ts";
import { readArguments, readValue, writeValue } from "./arguments.ts";
import type { Carried } from "./carried.ts";
import { NOTHING_CARRIED } from "./carried.ts";
import type { RunContext } from "./run-context.ts";

/** What a run begins with. */
export interface Beginning {
  readonly args: readonly unknown[];
  readonly carried: Carried;
}

/**
 * What is written of arguments together with what is handed on. Arguments that a declared serializer writes stand in it as the text
 * that it wrote, since nothing else may be able to carry them.
 */
export type BeginningData =
  | Beginning
  | {
      readonly argsText: string;
      readonly carried: Carried;
    };

/**
 * The input of a new run. Arguments alone are written as a client writes them, so that any program can read them.
 *
 * @param argsText - The text of the arguments, written when they were asked for.
 * @param format - The declared format of the workflow's input, by which that was.
 */
export function writeBeginning(
  run: RunContext,
  argsText: string | undefined,
  carried: Carried,
  format: PayloadFormat | undefined,
): string | undefined {
  if (Object.keys(carried).length === 0) return argsText;
  const data: BeginningData =
    format?.serializer === undefined || argsText === undefined
      ? { args: readArguments(run, argsText, undefined), carried }
      : { argsText, carried };
  return writeContinued(writeValue(run, data, "what the workflow continues with") ?? "");
}

/**
 * What the input of a run says: its arguments, and what the run before it has handed on.
 *
 * @param run - How texts are read; everything must be at hand.
 * @param format - The declared format of the workflow's input. Default: none.
 * @throws {SweftError} `RECORD_UNREADABLE`
 */
export function readBeginning(
  run: Pick<RunContext, "converter">,
  input: string | undefined,
  format?: PayloadFormat,
): Beginning {
  const { isContinued, payload } = readInput(input);
  if (!isContinued) return { args: readArguments(run, payload, format), carried: NOTHING_CARRIED };
  const value = readValue(run, payload);
  const [args, argsText, carried] = [peek(value, "args"), peek(value, "argsText"), peek(value, "carried")];
  if (isCarried(carried)) {
    if (typeof argsText === "string") return { args: readArguments(run, argsText, format), carried };
    if (Array.isArray(args)) return { args, carried };
  }
  throw new SweftError(
    "RECORD_UNREADABLE",
    "the input of this run, written by the run before it, lacks what it hands on",
  );
}

const isCarried = (carried: unknown): carried is Carried => typeof carried === "object" && carried !== null;
