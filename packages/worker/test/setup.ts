import type { Engine } from "@sweft/engine";
import { openEngine } from "@sweft/engine";
import type {
  ActivityWorker,
  ActivityWorkerOptions,
  Client,
  ClientOptions,
  Decider,
  DeciderOptions,
  LogFields,
  Logger,
  SwfApi,
} from "../src/index.ts";
import { openActivityWorker, openClient, openDecider } from "../src/index.ts";

/** A line that was logged. */
interface Logged {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** A logger that keeps its lines. */
export interface RecordingLogger extends Logger {
  readonly lines: Logged[];
  /** Codes of the errors that were logged. */
  codes(): unknown[];
}

export function recordingLogger(): RecordingLogger {
  const lines: Logged[] = [];
  const at =
    (level: string) =>
    (fields: LogFields, message: string): void => {
      lines.push({ level, message, fields });
    };
  const codeOf = ({ fields }: Logged): unknown => (fields.err as { readonly code?: unknown } | undefined)?.code;
  return {
    lines,
    codes: () => lines.filter(({ level }) => level === "error").map(codeOf),
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
  };
}

type Operation = Exclude<keyof SwfApi, "abortsSafely">;

/** Stands between a worker and the service: gets the input, the real call (with another input, if it is given one), and how often it has been asked, from 1. */
export type Interference = {
  readonly [K in Operation]?: (
    input: Parameters<SwfApi[K]>[0],
    call: (other?: Parameters<SwfApi[K]>[0]) => ReturnType<SwfApi[K]>,
    nth: number,
  ) => ReturnType<SwfApi[K]>;
};

/** An engine as the workers' service, which says that aborted polls lose no task; with interference, if any. */
export function serve(engine: Engine, interference: Interference = {}): SwfApi {
  const api: Record<string, unknown> = { ...engine };
  for (const [name, interfere] of Object.entries(interference)) {
    const real = engine[name as Operation] as (input: unknown, options: unknown) => unknown;
    const act = interfere as unknown as (input: unknown, call: (other?: unknown) => unknown, nth: number) => unknown;
    let nth = 0;
    api[name] = async (input: unknown, options: unknown) => {
      nth++;
      return act(input, (other = input) => real(other, options), nth);
    };
  }
  return api as unknown as SwfApi;
}

/** An error as the AWS client throws it for what the service refuses. */
export function refusal(name: string, message = name): Error {
  return Object.assign(new Error(message), { name, $fault: "client", $metadata: { httpStatusCode: 400 } });
}

/** An error of the network: the call may have been served or not. */
export function outage(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}

/** An engine with workers on it, closed all together by `close`. */
export interface Place {
  readonly engine: Engine;
  readonly api: SwfApi;
  readonly logger: RecordingLogger;
  readonly client: Client;
  decider(options: Partial<DeciderOptions> & Pick<DeciderOptions, "workflows">): Promise<Decider>;
  acting(options: Partial<ActivityWorkerOptions> & Pick<ActivityWorkerOptions, "activities">): Promise<ActivityWorker>;
  close(): Promise<void>;
}

export interface PlaceOptions extends Partial<ClientOptions> {
  readonly engine?: Engine;
  readonly interference?: Interference;
}

/** Opens an engine and prepares workers for it: they share its clock, and the client waits on the machine's. */
export function openPlace({ engine = openEngine({ seed: 1 }), interference, ...more }: PlaceOptions = {}): Place {
  const api = serve(engine, interference);
  const logger = recordingLogger();
  const opened: { close(): Promise<void> }[] = [];
  const { waiting = { firstMs: 2, longestMs: 20 }, ...shared } = more;
  const common = { api, domain: "shop", logger, random: () => 0, ...shared };
  const keep = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    const it = await opening;
    opened.push(it);
    return it;
  };
  return {
    engine,
    api,
    logger,
    client: openClient({ waiting, ...common }),
    decider: (options) => keep(openDecider({ clock: engine.clock, ...common, ...options })),
    acting: (options) => keep(openActivityWorker({ clock: engine.clock, ...common, ...options })),
    async close() {
      await Promise.all(opened.map((one) => one.close()));
      await engine.close();
    },
  };
}

/** Waits until something holds, on the machine's time. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 2));
}
