import type { TypeName } from "@sweft/workflow";
import { isGone, isOutage, nameOf } from "../api/faults.ts";
import { persist } from "../api/persist.ts";
import type { Busy } from "../clock/busy.ts";
import { openBusy } from "../clock/busy.ts";
import { WorkerError } from "../errors.ts";
import type { Worker } from "../options.ts";

/** How long registration persists against throttling and failures, and waits for a new domain to be seen everywhere. */
const PATIENCE_MS = 60_000;

/** Types looked up at a time: the service allows six such calls a second, and 2,000 at once. */
const AT_ONCE = 8;

/** The registered defaults of a type, as the service's configuration shows them. */
type Defaults = Readonly<Record<string, string | { readonly name: string } | undefined>>;

/** One type to be registered. */
export interface Registration {
  readonly type: TypeName;
  readonly defaults: Defaults;
  /** The configuration as it stands, and whether it is deprecated. Rejects with UnknownResourceFault if it is not there. */
  describe(): Promise<{ readonly configuration: object | undefined; readonly status: string | undefined }>;
  register(): Promise<unknown>;
}

/**
 * Creates the domain and the types that are missing. What is there stays: the service never changes the defaults of a
 * type. Since every decision passes every value, other defaults matter to other clients only; they are reported.
 *
 * @throws {WorkerError} `DOMAIN_DEPRECATED`, or what the service refused with.
 */
export async function register(worker: Worker, registrations: readonly Registration[]): Promise<void> {
  const busy = openBusy(worker.clock);
  try {
    const patience = patienceOf(worker, busy);
    await persist(() => registerDomain(worker), patience);
    const left = [...registrations];
    const registerNext = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await registerType(worker, next, patience);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, registerNext));
  } finally {
    busy.release();
  }
}

type Patience = Parameters<typeof persist>[1];

function patienceOf({ clock, random }: Worker, busy: Busy): Patience {
  return { busy, random, untilMs: clock.now() + PATIENCE_MS, retries: isOutage };
}

async function registerDomain({ api, domain, logger, retentionDays }: Worker): Promise<void> {
  try {
    const { domainInfo } = await api.describeDomain({ name: domain });
    if (domainInfo?.status !== "DEPRECATED") return;
  } catch (error) {
    if (!isGone(error)) throw error;
    const workflowExecutionRetentionPeriodInDays = String(retentionDays);
    await unlessThere(() => api.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays }));
    logger.info({ domain, retentionDays }, "registered the domain");
    return;
  }
  throw new WorkerError("DOMAIN_DEPRECATED", `domain ${domain} is deprecated; undeprecate it, or use another`);
}

async function registerType(worker: Worker, registration: Registration, patience: Patience): Promise<void> {
  const { domain, logger } = worker;
  const { type, defaults } = registration;
  let found: Awaited<ReturnType<Registration["describe"]>>;
  try {
    found = await persist(() => registration.describe(), patience);
  } catch (error) {
    if (!isGone(error)) throw error;
    // A domain that has just been created may not be seen everywhere at once.
    const retries = (failure: unknown): boolean => isOutage(failure) || isGone(failure);
    await persist(() => unlessThere(() => registration.register()), { ...patience, retries });
    logger.info({ domain, type }, "registered the type");
    return;
  }
  if (found.status === "DEPRECATED")
    logger.warn({ domain, type }, "the type is deprecated: no run of it can be started");
  const differences = drift(defaults, (found.configuration ?? {}) as Defaults);
  if (differences.length > 0) {
    logger.warn({ domain, type, differences }, "the type is registered with other defaults, which cannot be changed");
  }
}

async function unlessThere(registers: () => Promise<unknown>): Promise<void> {
  try {
    await registers();
  } catch (error) {
    const name = nameOf(error);
    if (name !== "DomainAlreadyExistsFault" && name !== "TypeAlreadyExistsFault") throw error;
  }
}

function drift(wanted: Defaults, registered: Defaults): string[] {
  const text = (value: Defaults[string]): string | undefined => (typeof value === "object" ? value.name : value);
  return Object.keys(wanted)
    .filter((key) => text(wanted[key]) !== text(registered[key]))
    .map((key) => `${key}: registered ${text(registered[key])}, declared ${text(wanted[key])}`);
}
