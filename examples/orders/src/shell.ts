import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import type { Paint } from "./table.ts";

/** What the program takes from the process it runs in, and nothing else. */
export interface Shell {
  /** What the user typed after the program's name. */
  readonly args: readonly string[];
  /** Where the user stands. */
  readonly cwd: string;
  /** The orders to run if the user names none. */
  readonly exampleFile: string;
  /** The program that prints a history for people; undefined where it is not built. */
  readonly historyTool: string | undefined;
  /** The characters of a line; undefined if what is printed goes to no terminal. */
  readonly columns: () => number | undefined;
  readonly paint: Paint;
  readonly now: () => Date;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  /** Calls back when the program is to end before its work has. Returns what forgets that. */
  readonly onEnd: (hear: (end: End) => void) => () => void;
}

/** Why a program ends before its work has. */
export interface End {
  readonly code: number;
  /** What to tell the user, on the error stream if it is a complaint. */
  readonly notice?: string;
  readonly complaint?: string;
}

/** Signals that come so soon after another are its echo: a terminal and a parent process both pass on one Ctrl-C. */
const ECHO_MS = 500;

/** The exit codes of programs that end by a signal: 128 and its number. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** The shell of this process. The first Ctrl-C closes gracefully, the second ends at once. */
export function processShell(): Shell {
  const { stdout, stderr, env } = process;
  const isColoured = stdout.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  const tool = fileURLToPath(new URL("../../../packages/cli/dist/main.js", import.meta.url));
  const onBroken = watchOutput();
  return {
    args: process.argv.slice(2),
    cwd: process.cwd(),
    exampleFile: fileURLToPath(new URL("../orders.json", import.meta.url)),
    historyTool: existsSync(tool) ? tool : undefined,
    columns: () => (stdout.isTTY === true ? stdout.columns : undefined),
    paint: (colour, text) => (isColoured ? styleText(colour, text) : text),
    now: () => new Date(),
    print: (line) => void stdout.write(`${line}\n`),
    complain: (line) => void stderr.write(`${line}\n`),
    onEnd(hear) {
      let firstMs: number | undefined;
      const heed = (signal: keyof typeof SIGNALS): void => {
        if (firstMs === undefined) {
          firstMs = Date.now();
          hear({ code: SIGNALS[signal], notice: "closing; once more ends at once" });
        } else if (Date.now() - firstMs > ECHO_MS) process.exit(SIGNALS[signal]);
      };
      const signals = Object.keys(SIGNALS) as readonly (keyof typeof SIGNALS)[];
      for (const signal of signals) process.on(signal, heed);
      const forgetBroken = onBroken(hear);
      return () => {
        forgetBroken();
        for (const signal of signals) process.off(signal, heed);
      };
    },
  };
}

/**
 * Keeps an output that takes no more, such as a closed pipe or a full disk, from ending the process by a stack.
 *
 * @returns What calls back when that happens, or at once if it has happened.
 */
function watchOutput(): Shell["onEnd"] {
  let broken: End | undefined;
  let heard: ((end: End) => void) | undefined;
  process.stdout.on("error", (error: { readonly code?: string; readonly message: string }) => {
    if (broken !== undefined) return;
    // Who closes a pipe, as `head` does, has read enough: nothing is wrong.
    broken =
      error.code === "EPIPE" ? { code: 0 } : { code: 1, complaint: `the output cannot be written: ${error.message}` };
    if (heard !== undefined) heard(broken);
    else {
      if (broken.complaint !== undefined) process.stderr.write(`${broken.complaint}\n`);
      process.exitCode ||= broken.code;
    }
  });
  // There is nobody left to tell.
  process.stderr.on("error", () => {});
  return (hear) => {
    heard = hear;
    if (broken !== undefined) hear(broken);
    return () => {
      heard = undefined;
    };
  };
}

/** Ends the process. One that was ended by a signal goes at once, although the client may still wait for answers. */
export function exit(code: number): void {
  process.exitCode = code;
  if (code > 128) process.stdout.write("", () => process.exit());
}
