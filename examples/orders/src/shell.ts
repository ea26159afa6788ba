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
  readonly paint: Paint;
  readonly now: () => Date;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  /** Calls back when the user wants the program to end. Returns what forgets that. */
  readonly onInterrupt: (hear: () => void) => () => void;
}

/** Signals that come so soon after another are its echo: a terminal and a parent process both pass on one Ctrl-C. */
const ECHO_MS = 500;

/** The exit code of a program that ended by Ctrl-C. */
export const INTERRUPTED = 130;

/** The shell of this process. The first Ctrl-C closes gracefully, the second ends at once. */
export function processShell(): Shell {
  const { stdout, env } = process;
  const isColoured = stdout.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  return {
    args: process.argv.slice(2),
    cwd: process.cwd(),
    exampleFile: fileURLToPath(new URL("../orders.json", import.meta.url)),
    paint: (colour, text) => (isColoured ? styleText(colour, text) : text),
    now: () => new Date(),
    print: (line) => void stdout.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`${line}\n`),
    onInterrupt(hear) {
      let firstMs: number | undefined;
      const interrupt = (): void => {
        if (firstMs === undefined) {
          firstMs = Date.now();
          hear();
        } else if (Date.now() - firstMs > ECHO_MS) process.exit(INTERRUPTED);
      };
      const signals = ["SIGINT", "SIGTERM"] as const;
      for (const signal of signals) process.on(signal, interrupt);
      return () => {
        for (const signal of signals) process.off(signal, interrupt);
      };
    },
  };
}

/** Ends the process. One that was interrupted ends at once, although the client may still wait for answers. */
export function exit(code: number): void {
  process.exitCode = code;
  if (code === INTERRUPTED) process.stdout.write("", () => process.exit());
}
