import type { Engine } from "@sweft/engine";
import { openEngine } from "@sweft/engine";
import type { ActivityWorkerOptions, ClientOptions, DeciderOptions, LogFields, Logger, SwfApi } from "../src/index.ts";
import { openActivityWorker, openClient, openDecider } from "../src/index.ts";

/** A line that was logged. */
export interface Logged {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** A logger that keeps its lines. */
export function recordingLogger(): Logger & { readonly lines: Logged[]; codes(): unknown[] } {
  const lines: Logged[] = [];
  const at =
    (level: string) =>
    (fields: LogFields, message: string): void => {
      lines.push({ level, message, fields });
    };
  return {
    lines,
    codes: () => lines.map(({ fields }) => (fields.err as { code?: unknown } | undefined)?.code),
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
  };
}

/** The engine, which says of itself that aborted polls lose no task. */
export const safely = (engine: Engine): SwfApi => ({ ...engine, abortsSafely: true });

/** An engine with workers on it, closed all together by `close`. */
export interface Place {
  readonly engine: Engine;
  readonly api: SwfApi;
  readonly logger: ReturnType<typeof recordingLogger>;
  readonly client: ReturnType<typeof openClient>;
  decider(options: Partial<DeciderOptions> & Pick<DeciderOptions, "workflows">): ReturnType<typeof openDecider>;
  activities(
    options: Partial<ActivityWorkerOptions> & Pick<ActivityWorkerOptions, "activities">,
  ): ReturnType<typeof openActivityWorker>;
  close(): Promise<void>;
}

/** Opens an engine and prepares workers for it: all on one clock, except the client, which waits on the machine's. */
export function openPlace({ engine = openEngine({ seed: 1 }), ...more }: { engine?: Engine } & Partial<ClientOptions> = {}): Place {
  const api = safely(engine);
  const logger = recordingLogger();
  const opened: { close(): Promise<void> }[] = [];
  const common = { api, domain: "shop", logger, ...more };
  const keep = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    const it = await opening;
    opened.push(it);
    return it;
  };
  return {
    engine,
    api,
    logger,
    client: openClient({ waiting: { firstMs: 2, longestMs: 20 }, ...common }),
    decider: (options) => keep(openDecider({ clock: engine.clock, ...common, ...options })),
    activities: (options) => keep(openActivityWorker({ clock: engine.clock, ...common, ...options })),
    async close() {
      await Promise.all(opened.map((one) => one.close()));
      await engine.close();
    },
  };
}
