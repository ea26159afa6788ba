import type { Payloads } from "@sweft/payload";
import { openPayloads } from "@sweft/payload";
import { CliError } from "./errors.ts";
import type { Io } from "./io.ts";
import { useModule } from "./modules.ts";
import { openStore } from "./store.ts";

/** Where the payloads of a history are, as the command line says it. */
export interface PayloadsArgs {
  /** `file:DIRECTORY`. */
  readonly store?: string;
  /** Path of a JavaScript module that exports what `openPayloads(…)` returned: with the stores and keys that the workers have. */
  readonly payloads?: string;
}

/** Payloads, and the name of the store that was named for them. */
export interface OpenedPayloads {
  readonly payloads: Payloads;
  readonly storeName: string | undefined;
  /** Did a module export them? Then it, and no option, says where everything is. */
  readonly isExported: boolean;
}

const METHODS = ["write", "read", "open", "missing", "isReference", "sizeOf", "fetch", "digestKeys"] as const;

/**
 * The payloads that the options name; those of workers without options if they name none.
 *
 * @throws {CliError} `USAGE_INVALID`, `STORE_INVALID`, `MODULE_UNREADABLE`, `PAYLOADS_INVALID`
 */
export async function payloadsOf({ store, payloads }: PayloadsArgs, io: Io): Promise<OpenedPayloads> {
  if (store !== undefined && payloads !== undefined) {
    throw new CliError(
      "USAGE_INVALID",
      "--store and --payloads were both given; the module of --payloads names its stores",
    );
  }
  if (payloads === undefined) {
    const opened = store === undefined ? undefined : await openStore(store, io);
    return { payloads: openPayloads(opened && { store: opened }), storeName: opened?.name, isExported: false };
  }
  const exported = await useModule(payloads, io, (module) => [...new Set(Object.values(module).filter(isPayloads))]);
  const [found] = exported;
  if (found !== undefined && exported.length === 1) return { payloads: found, storeName: undefined, isExported: true };
  const message = `${payloads} exports ${exported.length} payloads; export what openPayloads(…) returned, once`;
  throw new CliError("PAYLOADS_INVALID", message);
}

/** Told by its shape: the module may have another copy of the package than this program. */
function isPayloads(value: unknown): value is Payloads {
  if (typeof value !== "object" || value === null) return false;
  return METHODS.every((method) => typeof (value as Partial<Record<string, unknown>>)[method] === "function");
}
