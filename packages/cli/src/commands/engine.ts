import { resolve } from "node:path";
import type { EngineOptions, LambdaFunction } from "@sweft/engine";
import { openEngine, realClock, virtualClock } from "@sweft/engine";
import { isLoopback, serveEngine } from "@sweft/engine/http";
import { CliError, stackOf } from "../errors.ts";
import type { Io } from "../io.ts";
import { useModule } from "../modules.ts";

/** What `sweft engine` is told, as it was written. */
export interface EngineArgs {
  readonly port: string;
  readonly host: string;
  readonly allowRemote?: true;
  /** `memory` or `sqlite:FILE`. */
  readonly store: string;
  /** Seconds. */
  readonly longPoll: string;
  /** `off` or `real`. */
  readonly quotas: string;
  readonly virtualClock?: true;
  readonly account: string;
  readonly region: string;
  readonly allowReset?: true;
  /** Names, with commas between. */
  readonly allowedHosts?: string;
  /** A module that exports Lambda functions. */
  readonly functions?: string;
}

/**
 * `sweft engine`: serves an engine over HTTP until the process is asked to stop; then answers the polls that wait, finishes the
 * requests in hand and closes the store.
 *
 * @returns 1 if the store could not be written any more: whoever starts the engine again finds all that was answered.
 * @throws {CliError} `USAGE_INVALID`
 * @throws {EngineError} `ADDRESS_UNAVAILABLE`, and what opening the store throws.
 */
export async function engine(args: EngineArgs, io: Io): Promise<0 | 1> {
  const port = numberIn("--port", args.port, { max: 65_535, whole: true });
  const longPollSeconds = numberIn("--long-poll", args.longPoll, { max: 86_400 });
  const account = matching("--account", args.account, /^[0-9]{12}$/, "12 digits");
  const region = matching("--region", args.region, /^[a-zA-Z0-9-]{1,64}$/, "a region such as eu-west-1");
  const { quotas, host, allowRemote, allowReset = false } = args;
  if (quotas !== "off" && quotas !== "real") throw misread("--quotas", quotas, "off or real");
  if (!isLoopback(host)) {
    if (!allowRemote) {
      const risk = `--host ${host} would let other machines use the engine`;
      throw new CliError("USAGE_INVALID", `${risk}; add --allow-remote if they shall, or leave --host out`);
    }
    io.err(`sweft: everybody who reaches ${host} can use this engine: it asks for no password\n`);
  }
  let failure: Error | undefined;
  let fail = (): void => {};
  const failed = new Promise<void>((resolveFailed) => {
    fail = resolveFailed;
  });
  const allowedHosts = args.allowedHosts?.split(",").map((name) => name.trim()) ?? [];
  const stopped = io.untilStopped();
  const options: EngineOptions = {
    ...(await storeIn(args.store, io)),
    quotas,
    clock: args.virtualClock ? virtualClock({ manual: true, startMs: Date.now() }) : realClock(),
    longPollSeconds,
    account,
    region,
    ...(args.functions === undefined ? {} : { functions: await functionsIn(args.functions, io) }),
    onStoreFailure(error) {
      failure = error;
      fail();
    },
  };
  const opened = openEngine(options);
  try {
    const server = await serveEngine(opened, { port, host, allowReset, allowedHosts, onError: tellBug });
    io.out(greeting(server.url, args));
    await Promise.race([stopped, failed]);
    await server.close();
  } finally {
    await opened.close();
  }
  if (failure === undefined) return 0;
  io.err(`sweft: ${failure.message}\n`);
  return 1;

  function tellBug(bug: unknown): void {
    io.err(`sweft: the engine failed, and its client was told so: ${stackOf(bug)}\n`);
  }
}

function greeting(url: string, { region, account, store, virtualClock: isVirtual }: EngineArgs): string {
  const kept = store === "memory" ? "in memory" : `in ${store.slice(SQLITE.length)}`;
  return `sweft engine: ${url}
  region ${region}, account ${account}, ${kept}, on ${isVirtual ? "virtual" : "real"} time; Ctrl-C stops it

AWS CLI:
  export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_DEFAULT_REGION=${region}
  aws --endpoint-url ${url} --cli-read-timeout 70 swf list-domains --registration-status REGISTERED
AWS SDK:
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  new SWF({ endpoint: "${url}", region: "${region}", credentials })
`;
}

const SQLITE = "sqlite:";

/** Only who asks for a file loads the library that writes it. */
async function storeIn(store: string, io: Io): Promise<Pick<EngineOptions, "store">> {
  if (store === "memory") return {};
  const file = store.startsWith(SQLITE) ? store.slice(SQLITE.length) : "";
  if (file === "") throw misread("--store", store, "memory or sqlite:FILE");
  const { sqliteStore } = await import("@sweft/engine/sqlite");
  return { store: sqliteStore(resolve(io.cwd, file)) };
}

/** The functions that a module exports, each by its name. */
function functionsIn(module: string, io: Io): Promise<Readonly<Record<string, LambdaFunction>>> {
  return useModule(module, io, (exported) => {
    const functions = Object.entries(exported).filter(([, each]) => typeof each === "function");
    if (functions.length === 0) throw new Error("it exports no function");
    return Object.fromEntries(functions) as Record<string, LambdaFunction>; // what they take, the decisions say
  });
}

function numberIn(option: string, text: string, { max, whole = false }: { max: number; whole?: boolean }): number {
  const form = whole ? /^[0-9]+$/ : /^[0-9]+(?:\.[0-9]+)?$/;
  const wanted = `${whole ? "a whole number" : "a number"} from 0 to ${max}`;
  const number = Number(matching(option, text, form, wanted));
  if (number > max) throw misread(option, text, wanted);
  return number;
}

function matching(option: string, text: string, form: RegExp, wanted: string): string {
  if (form.test(text)) return text;
  throw misread(option, text, wanted);
}

function misread(option: string, text: string, wanted: string): CliError {
  return new CliError("USAGE_INVALID", `${option} is ${JSON.stringify(text)}; write ${wanted}`);
}
