import { Command } from "commander";
import { history } from "./commands/history.ts";
import { replay } from "./commands/replay.ts";
import { CliError, clauseOf, codeOf, messageOf, stackOf } from "./errors.ts";
import type { Io } from "./io.ts";

/** Done; a divergence or a bug was found; or the command was used wrongly. */
export type ExitCode = 0 | 1 | 2;

const FILES = "recorded histories: what `aws swf get-workflow-execution-history` prints; `-` is stdin";

const REPLAY_HELP = `
Every history is replayed with the exported workflow of its name and version. No function
given to cached() runs, and nothing is sent anywhere.

Exit code: 0 everything fits, 1 a divergence or a bug, 2 wrong use.

Examples:
  sweft replay dist/workflows.js histories/*.json
  aws swf get-workflow-execution-history --domain shop --execution workflowId=o-17,runId=… |
    sweft replay dist/workflows.js -
  sweft replay dist/workflows.js big.json --store file:payloads`;

const HISTORY_HELP = `
What the decisions of one decision task wrote is indented below its DecisionTaskCompleted.

Example:
  sweft history histories/o-17.json | less -S`;

/**
 * The command line: understands the arguments, runs one command and reports what went wrong in one line.
 *
 * @param argv - Without the names of node and program.
 * @param io - What it reads and prints with.
 * @returns The exit code. Never rejects.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = programOf(io, async (work) => {
    exitCode = await work;
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (isDone(error)) return 0;
    report(asUsage(error, helpOf(program, argv)), io);
    return 2;
  }
}

function programOf(io: Io, act: (work: Promise<ExitCode>) => Promise<void>): Command {
  const program = new Command("sweft")
    .description("Durable workflows as plain TypeScript generators, on Amazon SWF and on an engine of its own.")
    .version(io.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .addHelpText("after", "\nsweft COMMAND --help tells more of a command. SWEFT_DEBUG=1 adds stack traces to errors.")
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: () => {}, getOutHelpWidth: () => 100 })
    .exitOverride();
  program
    .command("replay")
    .summary("replay recorded histories with your workflow code")
    .description("Replays recorded histories with the workflows that a JavaScript module exports.")
    .argument("<module>", "path of the module, compiled to JavaScript")
    .argument("<history...>", FILES)
    .option("--store <store>", "where large payloads are: file:DIRECTORY")
    .option("--json", "print one JSON object a line, one for each history")
    .addHelpText("after", REPLAY_HELP)
    .action((module: string, histories: string[], options: { readonly store?: string; readonly json?: true }) =>
      act(replay({ module, histories, ...options }, io)),
    );
  program
    .command("history")
    .summary("print a recorded history for people to read")
    .description("Prints a recorded history, one line an event.")
    .argument("<history>", FILES.replace("recorded histories", "a recorded history"))
    .option("--full", "print values in full; without it they are shortened")
    .addHelpText("after", HISTORY_HELP)
    .action((file: string, options: { readonly full?: true }) => act(history({ file, ...options }, io)));
  return program;
}

/** Help or version was asked for, and printed. */
const isDone = (error: unknown): boolean => (error as { readonly exitCode?: unknown }).exitCode === 0;

/** The help that tells what to write: that of the command, if one was named. */
function helpOf(program: Command, argv: readonly string[]): string {
  const named = argv.find((arg) => !arg.startsWith("-"));
  const command = program.commands.find((each) => each.name() === named);
  return command === undefined ? "sweft --help" : `sweft ${command.name()} --help`;
}

/** What commander complains of, as an error of ours. */
function asUsage(error: unknown, help: string): unknown {
  if (codeOf(error)?.startsWith("commander.") !== true) return error;
  if (codeOf(error) === "commander.help") {
    return new CliError(
      "USAGE_INVALID",
      "no command was given; write `sweft replay …`, `sweft history …` or `sweft --help`",
    );
  }
  const complaint = clauseOf(error).replace(/^error: /, "");
  return new CliError("USAGE_INVALID", `${complaint}; \`${help}\` says what to write`);
}

function report(error: unknown, io: Io): void {
  io.err(`sweft: ${messageOf(error)} (${codeOf(error) ?? "unexpected"})\n`);
  if (io.env.SWEFT_DEBUG) io.err(`${stackOf(error)}\n`);
}
