import { peek } from "../errors/bug.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { readInput, writeContinued } from "../values/continuation.ts";
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
 * The input of a new run. Arguments alone are written as a client writes them, so that any program can read them.
 *
 * @param argsText - The text of the arguments, written when they were asked for.
 */
export function writeBeginning(run: RunContext, argsText: string | undefined, carried: Carried): string | undefined {
  if (Object.keys(carried).length === 0) return argsText;
  const args = readArguments(run, argsText);
  return writeContinued(writeValue(run, { args, carried }, "what the workflow continues with") ?? "");
}

/**
 * What the input of a run says: its arguments, and what the run before it has handed on.
 *
 * @param run - How texts are read; everything must be at hand.
 * @throws {SweftError} `RECORD_UNREADABLE`
 */
export function readBeginning(run: Pick<RunContext, "converter">, input: string | undefined): Beginning {
  const { isContinued, payload } = readInput(input);
  if (!isContinued) return { args: readArguments(run, payload), carried: NOTHING_CARRIED };
  const value = readValue(run, payload);
  const [args, carried] = [peek(value, "args"), peek(value, "carried")];
  if (Array.isArray(args) && typeof carried === "object" && carried !== null) return { args, carried };
  throw new SweftError(
    "RECORD_UNREADABLE",
    "the input of this run, written by the run before it, lacks what it hands on",
  );
}
