import { fault } from "../errors.ts";
import type { OptionNames } from "../option-names.ts";
import { assertOptions } from "../option-names.ts";
import type { Quotas, Rate } from "./numbers.ts";
import { SERVICE_QUOTAS } from "./numbers.ts";
import type { Permits } from "./permit-request.ts";

const QUOTAS: OptionNames<Quotas> = { requests: true, decisions: true, perWorkflow: true, tasksPerSecondPerList: true };
const RATE: OptionNames<Rate> = { bucket: true, perSecond: true };
const example = "{ requests: { StartWorkflowExecution: { bucket: 10, perSecond: 1 } } }";

/**
 * Reads the option `quotas`.
 *
 * @returns Undefined if nothing is limited.
 * @throws {EngineError} `ENGINE_OPTION_INVALID`.
 */
export function readQuotas(given: "off" | "real" | Quotas = "off"): Quotas | undefined {
  if (given === "off") return undefined;
  if (given === "real") return SERVICE_QUOTAS;
  if (typeof given !== "object" || given === null) {
    const text = `quotas is ${JSON.stringify(given)}; write "off", "real", or numbers: ${example}.`;
    throw fault("ENGINE_OPTION_INVALID", text);
  }
  assertOptions("quotas", given, QUOTAS, `"off", "real", or ${example}`);
  const { tasksPerSecondPerList } = given;
  if (tasksPerSecondPerList !== undefined) assertNumber("quotas.tasksPerSecondPerList", tasksPerSecondPerList);
  for (const table of ["requests", "decisions", "perWorkflow"] as const) {
    const rates: Readonly<Record<string, Rate | undefined>> = given[table] ?? {};
    assertOptions(`quotas.${table}`, rates, SERVICE_QUOTAS[table], example);
    for (const [name, rate] of Object.entries(rates)) {
      if (rate !== undefined) assertRate(`quotas.${table}.${name}`, rate);
    }
  }
  return given;
}

/**
 * Reads the option `permits`.
 *
 * @throws {EngineError} `ENGINE_OPTION_INVALID`.
 */
export function readPermits(given: Permits | undefined): Permits | undefined {
  if (given === undefined || typeof given === "function") return given;
  const text = `permits is ${JSON.stringify(given)}; give a function: ({ action }) => action !== "StartTimer".`;
  throw fault("ENGINE_OPTION_INVALID", text);
}

function assertRate(where: string, rate: Rate): void {
  assertOptions(where, rate, RATE, "{ bucket: 10, perSecond: 1 }");
  assertNumber(`${where}.bucket`, rate.bucket);
  assertNumber(`${where}.perSecond`, rate.perSecond);
}

function assertNumber(where: string, value: unknown): void {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return;
  throw fault("ENGINE_OPTION_INVALID", `${where} is ${JSON.stringify(value)}; give a finite number from 0.`);
}
