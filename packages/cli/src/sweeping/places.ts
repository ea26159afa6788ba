import { resolve } from "node:path";
import type { PayloadError, PayloadStore, Payloads } from "@sweft/payload";
import { fileStore, openPayloads } from "@sweft/payload";
import { CliError } from "../errors.ts";
import type { Io } from "../io.ts";
import { useModule } from "../modules.ts";

/** The stores to clean, and how what runs hand on is read. */
export interface Places {
  readonly payloads: Payloads;
  readonly stores: readonly PayloadStore[];
}

/**
 * Opens what `--store` names: a folder, or a module that exports a store, or what `openPayloads` returned.
 *
 * @param options - As they were written, at least one.
 * @throws {CliError} `STORE_INVALID`, `MODULE_UNREADABLE`
 */
export async function openPlaces(options: readonly string[], io: Io): Promise<Places> {
  const opened = await Promise.all(options.map((option) => openOne(option, io)));
  const [payloads, more] = opened.flatMap((one) => one.payloads ?? []);
  if (more !== undefined) {
    throw new CliError(
      "STORE_INVALID",
      "two modules of --store export payloads; name one, and export further stores alone",
    );
  }
  const stores = [...new Set(opened.flatMap((one) => one.stores))];
  return { payloads: payloads ?? openPayloads({ stores: byName(stores) }), stores };
}

interface Opened {
  readonly payloads?: Payloads;
  readonly stores: readonly PayloadStore[];
}

async function openOne(option: string, io: Io): Promise<Opened> {
  const path = resolve(io.cwd, option.replace(/^file:/, ""));
  if (await io.isDirectory(path)) return { stores: [fileStore(path)] };
  if (option.startsWith("file:") || !/\.[cm]?[jt]sx?$/.test(option)) {
    const advice = "name a folder, or a JavaScript module that exports a store or payloads";
    throw new CliError("STORE_INVALID", `--store names ${path}, where there is no folder; ${advice}`);
  }
  return useModule(option, io, (exported) => {
    const values = Object.values(exported);
    const payloads = values.find(isPayloads);
    const stores = [...(payloads?.stores ?? []), ...values.filter(isStore)];
    if (stores.length > 0) return { ...(payloads && { payloads }), stores };
    const wanted = "`export const store = s3Store(…)` or `export const payloads = openPayloads({ store, … })`";
    throw new Error(`it exports no store and no payloads that have one: write ${wanted}`);
  });
}

const has = (value: unknown, methods: readonly string[]): boolean =>
  methods.every(
    (name) => typeof (value as Readonly<Record<string, unknown>> | null | undefined)?.[name] === "function",
  );

const isPayloads = (value: unknown): value is Payloads => has(value, ["seal", "fetch", "open", "read"]);

const isStore = (value: unknown): value is PayloadStore => has(value, ["put", "get"]);

/** Histories do not tell stores of one name apart, such as two folders: what is not in one may be in the other. */
function byName(stores: readonly PayloadStore[]): PayloadStore[] {
  const names = [...new Set(stores.map(({ name }) => name))];
  return names.map((name) => {
    const alike = stores.filter((store) => store.name === name);
    return {
      name,
      put: () => Promise.reject(new Error("a sweep writes nothing")),
      async get(key, request) {
        let missing: unknown;
        for (const store of alike) {
          try {
            return await store.get(key, request);
          } catch (error) {
            if ((error as Partial<PayloadError> | undefined)?.code !== "PAYLOAD_MISSING") throw error;
            missing = error;
          }
        }
        throw missing;
      },
    };
  });
}
