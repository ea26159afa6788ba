import { Command } from "commander";
import type { EngineArgs } from "./commands/engine.ts";
import { history } from "./commands/history.ts";
import type { PayloadsGcArgs } from "./commands/payloads-gc.ts";
import { replay } from "./commands/replay.ts";
import { CliError, clauseOf, codeOf, messageOf, stackOf } from "./errors.ts";
import type { Io } from "./io.ts";
import type { PayloadsArgs } from "./payloads.ts";

/** Done; a divergence or a bug was found; or the command was used wrongly. */
export type ExitCode = 0 | 1 | 2;

const FILES = "recorded histories: what `aws swf get-workflow-execution-history` prints; `-` is stdin";

const STORE = "where large payloads are: file:DIRECTORY";
const PAYLOADS = "JavaScript module that exports what openPayloads(…) returned, with the workers' stores and keys";

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

const ENGINE_HELP = `
SIGINT and SIGTERM answer the polls that wait, finish the requests in hand and close the
store; a second one ends at once. With --virtual-clock, POST /sweft-api/advance takes
{"seconds": 60}, and GET /sweft-api/clock tells the time. Exit code: 0 stopped, 1 the store
could not be written any more, 2 wrong use.

Examples:
  sweft engine --store sqlite:engine.db
  aws --endpoint-url http://127.0.0.1:4596 swf list-domains --registration-status REGISTERED`;

const GC_HELP = `
An object is garbage if it belongs to an execution that the service does not know any more
(it is closed, and its retention is over), and no history that the service does know refers to
it. Workers may go on meanwhile. Without --delete nothing is changed. Objects whose keys tell no
execution are never touched.

--store names a folder, or a JavaScript module that exports a store, or what openPayloads()
returned: with encryption, or a serializer of your own, give the payloads of the workers.

Exit code: 0 done, 1 --delete was refused, 2 wrong use, or the service or a store failed.

Examples:
  sweft payloads gc --domain shop --store /var/lib/payloads
  sweft payloads gc --domain shop --store dist/payloads.js --delete --json`;

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
    .option("--store <store>", STORE)
    .option("--payloads <module>", PAYLOADS)
    .option("--json", "print one JSON object a line, one for each history")
    .addHelpText("after", REPLAY_HELP)
    .action((module: string, histories: string[], options: PayloadsArgs & { readonly json?: true }) =>
      act(replay({ module, histories, ...options }, io)),
    );
  program
    .command("history")
    .summary("print a recorded history for people to read")
    .description("Prints a recorded history, one line an event.")
    .argument("<history>", FILES.replace("recorded histories", "a recorded history"))
    .option("--full", "print values in full; without it they are shortened")
    .option("--store <store>", STORE)
    .option("--payloads <module>", PAYLOADS)
    .addHelpText("after", HISTORY_HELP)
    .action((file: string, options: PayloadsArgs & { readonly full?: true }) => act(history({ file, ...options }, io)));
  program
    .command("engine")
    .summary("serve an SWF-compatible engine over HTTP")
    .description("Serves an engine that any client of Amazon SWF can use.")
    .option("--port <port>", "where to listen; 0 takes any port that is free", "4596")
    .option("--host <address>", "the address to listen at", "127.0.0.1")
    .option("--allow-remote", "let --host be an address that other machines reach")
    .option("--allowed-hosts <names>", "names by which clients may call it besides localhost, with commas between")
    .option("--store <store>", "memory, or sqlite:FILE, which outlives the engine", "memory")
    .option("--long-poll <seconds>", "how long a poll waits for a task", "60")
    .option("--quotas <quotas>", "off, or real: as strict as Amazon SWF", "off")
    .option("--virtual-clock", "time stands still until POST /sweft-api/advance moves it")
    .option("--account <digits>", "the account of requests whose access key id is not one", "123456789012")
    .option("--region <region>", "the region of requests that are not signed", "us-east-1")
    .option("--allow-reset", "let POST /moto-api/reset forget everything")
    .option("--functions <module>", "JavaScript module whose exported functions are Lambda functions")
    .addHelpText("after", ENGINE_HELP)
    .action((args: EngineArgs) => act(serve(args, io)));
  program
    .command("payloads")
    .summary("look after the stores of large payloads")
    .description("Looks after the stores of large payloads.")
    .helpCommand(false)
    .command("gc")
    .summary("find, and delete, what no execution can ask for any more")
    .description("Finds payloads in stores that no execution can ask for any more, and deletes them if told so.")
    .requiredOption("--domain <domain>", "the domain of the executions")
    .requiredOption("--store <store>", "a folder, or a module; may be given several times", gathered)
    .option(
      "--prefix <prefix>",
      "what keys may begin with, if not as the payloads say; may be given several times",
      gathered,
    )
    .option("--delete", "delete what is found")
    .option(
      "--grace <duration>",
      "leave alone what was put later: at least 1 hour, and the longest task timeout",
      "1 day",
    )
    .option("--rate <number>", "requests to the service a second, at most", "20")
    .option("--region <region>", "the region of the service; else as the environment says")
    .option("--endpoint <url>", "another service than Amazon SWF, such as an engine")
    .option("--allow-empty-domain", "delete although the service knows no execution in the domain")
    .option("--ignore-unreadable", "delete although something is lost that may refer to what is deleted")
    .option("--progress", "tell on stderr how far it is")
    .option("--json", "print the report as one JSON object")
    .addHelpText("after", GC_HELP)
    .action((args: PayloadsGcArgs) => act(gc(args, io)));
  return program;
}

const gathered = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Loaded only here, as the engine is. */
async function gc(args: PayloadsGcArgs, io: Io): Promise<ExitCode> {
  const { payloadsGc } = await import("./commands/payloads-gc.ts");
  return payloadsGc(args, io);
}

/** Loaded only here: the other commands start faster without an engine. */
async function serve(args: EngineArgs, io: Io): Promise<ExitCode> {
  const { engine } = await import("./commands/engine.ts");
  return engine(args, io);
}

/** Help or version was asked for, and printed. */
const isDone = (error: unknown): boolean => (error as { readonly exitCode?: unknown }).exitCode === 0;

/** The help that tells what to write: that of the command, if one was named. */
function helpOf(program: Command, argv: readonly string[]): string {
  const words = argv.filter((arg) => !arg.startsWith("-"));
  const command = program.commands.find((each) => each.name() === words[0]);
  if (command === undefined) return "sweft --help";
  const inner = command.commands.find((each) => each.name() === words[1]);
  return `sweft ${command.name()}${inner === undefined ? "" : ` ${inner.name()}`} --help`;
}

/** What commander complains of, as an error of ours. */
function asUsage(error: unknown, help: string): unknown {
  if (codeOf(error)?.startsWith("commander.") !== true) return error;
  if (codeOf(error) === "commander.help") {
    return new CliError(
      "USAGE_INVALID",
      "no command was given; write `sweft replay …`, `sweft history …`, `sweft engine`, `sweft payloads gc …` or `sweft --help`",
    );
  }
  const complaint = clauseOf(error).replace(/^error: /, "");
  return new CliError("USAGE_INVALID", `${complaint}; \`${help}\` says what to write`);
}

function report(error: unknown, io: Io): void {
  io.err(`sweft: ${messageOf(error)} (${codeOf(error) ?? "unexpected"})\n`);
  if (io.env.SWEFT_DEBUG) io.err(`${stackOf(error)}\n`);
}
