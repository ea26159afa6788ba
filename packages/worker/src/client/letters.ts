import { randomUUID } from "node:crypto";
import type { Scope } from "@sweft/payload";
import { isWorthRetry } from "@sweft/payload";
import type { PayloadFormat } from "@sweft/workflow";
import { writeLetter } from "@sweft/workflow";
import { declaredOf } from "../api/payload-formats.ts";
import { WorkerError } from "../errors.ts";
import type { Service } from "../options.ts";
import { invalid } from "../options.ts";
import { call } from "./call.ts";

/** The most characters of a signal's input. */
export const INPUT_CHARACTERS = 32_768;

/** An id stands in the head of a letter, and in that of the marker that answers it. */
const ID = /^[^\s#]{1,128}$/;

/** The id given, or a new one. Throws `WORKER_OPTION_INVALID`. */
export function letterId(given: string | undefined): string {
  if (given === undefined) return randomUUID();
  if (typeof given === "string" && ID.test(given)) return given;
  throw invalid("id", given, 'a text of 1 to 128 characters without white space and "#"');
}

/** The name of a declared query or update, or the name itself. Throws `WORKER_OPTION_INVALID`. */
export function declaredName(what: string, given: { readonly name: string } | string): string {
  const name: unknown = typeof given === "string" ? given : (given as { name?: unknown } | undefined)?.name;
  if (typeof name === "string" && name !== "") return name;
  throw invalid(what, given, `its name, or what \`${what}(…)\` of @sweft/workflow returned`);
}

/** The name of a declared signal. Throws `WORKER_OPTION_INVALID`. */
export function signalNameOf(given: { readonly name: string }): string {
  const name: unknown = (given as { name?: unknown } | undefined)?.name;
  if (typeof name === "string" && typeof given === "object") return name;
  throw invalid("signal", given, "what `signal(…)` of @sweft/workflow returned");
}

/** The input of a signal, with its value out of band if it does not fit beside the head. */
export async function letterInput(
  service: Service,
  { id, words }: { readonly id: string; readonly words?: readonly string[] },
  text: string | undefined,
  reader: Reader,
): Promise<string> {
  const letter = (payload: string | undefined) => writeLetter({ id, ...(words && { words }), payload });
  if (text === undefined) return letter(undefined);
  return letter(await fitted(service, text, INPUT_CHARACTERS - letter("").length, reader));
}

/** Who will read a text. The run is left out where it is not known, or does not exist yet. */
export type Reader = Omit<Scope, "domain">;

/**
 * A text that fits into some room: as it is, coded, or out of band.
 *
 * @param format - What is declared of it.
 */
export async function fitted(
  service: Service,
  text: string,
  room: number,
  reader: Reader,
  format?: PayloadFormat,
): Promise<string> {
  const { payloads, domain } = service;
  const options = { limit: room, scope: { domain, ...reader }, ...declaredOf(format) };
  return call(service, () => payloads.seal(text, options), isWorthRetry);
}

/** The text of a value; undefined for nothing at all. */
export const valueText = ({ payloads }: Service, value: unknown, what: string): string | undefined =>
  value === undefined ? undefined : payloads.write(value, what);

/** The error of a request to an execution that has ended. */
export const notOpen = (workflowId: string, cause?: unknown): WorkerError =>
  new WorkerError("RUN_NOT_OPEN", `execution ${JSON.stringify(workflowId)} is not open`, { cause });
