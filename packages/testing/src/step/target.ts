import { isDeepStrictEqual } from "node:util";
import type { Command, OpenWork } from "@sweft/workflow";
import { describe, typeOf } from "../describe.ts";
import { TestingError } from "../errors.ts";
import type { Open } from "../history/open.ts";

/** A declared activity, workflow or Lambda function: anything that is called to make a command. */
export interface Declared<R> {
  (...args: never[]): Command<R>;
  readonly type: { readonly name: string; readonly version?: string };
}

/**
 * Which open work is meant: a declared activity or workflow (its oldest one that is open), a command equal to an open
 * one, or a structural id, such as `"2"` or `"1.3"`.
 */
export type Target<R = unknown> = Declared<R> | Command<R> | string;

/** A result that may be left out if it may be undefined. */
export type Given<R> = undefined extends R ? [result?: NoInfer<R>] : [result: NoInfer<R>];

type Fits = (id: string, command: object | undefined) => boolean;

type Named = Declared<unknown>["type"];

const isSameType = (a: Named | undefined, b: Named) => a?.name === b.name && a.version === b.version;

function fitsOf(target: Target): Fits {
  if (typeof target === "string") return (id) => id === target;
  if (typeof target === "function") return (_id, command) => isSameType(typeOf(command), target.type);
  const wanted = { ...target };
  return (_id, command) => command !== undefined && isDeepStrictEqual({ ...command }, wanted);
}

/** What is known of the run when a target is looked for. */
export interface Known {
  /** What the workflow waits for, in the order asked. */
  readonly waiting: readonly OpenWork[];
  /** What is under way at SWF, in the order of the history. */
  readonly atSwf: readonly Readonly<Open>[];
  /** All commands of this run that were ever open, by id. */
  readonly commands: ReadonlyMap<string, object>;
}

/**
 * The work under way that a target means: first among what the workflow waits for, then among what runs on although
 * nobody waits any more.
 * @throws {TestingError} `TARGET_NOT_OPEN`, `TARGET_UNFIT`
 */
export function resolve(target: Target, kinds: readonly Open["kind"][], verb: string, known: Known): Readonly<Open> {
  const { waiting, atSwf, commands } = known;
  const fits = fitsOf(target);
  const order = new Map(waiting.map(({ id }, i) => [id, i]));
  const rank = ({ id }: Readonly<Open>) => order.get(id) ?? waiting.length;
  const candidates = atSwf.filter(({ id }) => fits(id, commands.get(id))).sort((a, b) => rank(a) - rank(b));
  const found = candidates.find(({ kind }) => kinds.includes(kind));
  if (found !== undefined) return found;
  const unfit = candidates[0]?.kind ?? waiting.find(({ id, command }) => fits(id, command))?.command;
  if (unfit !== undefined) {
    const what = typeof unfit === "string" ? `a ${unfit}` : `a ${(unfit as { type: string }).type}`;
    throw new TestingError("TARGET_UNFIT", `${verb}(${nameOf(target)}) does not fit ${what}. ${listing(known)}`);
  }
  throw new TestingError("TARGET_NOT_OPEN", `${verb}: ${nameOf(target)} is not open. ${listing(known)}`);
}

const nameOf = (target: Target): string => {
  if (typeof target === "string") return JSON.stringify(target);
  return typeof target === "function" ? target.type.name : describe(target);
};

/** What is open, for messages. */
export function listing({ waiting, atSwf, commands }: Known): string {
  const waited = waiting.map(({ id, command }) => `${id}: ${describe(command)}`);
  const alone = atSwf.filter(({ id }) => !waiting.some((work) => work.id === id));
  const others = alone.map(({ id, kind }) => `${id}: ${commands.has(id) ? describe(commands.get(id) ?? {}) : kind}`);
  return [
    waited.length === 0 ? "The workflow waits for nothing." : `The workflow waits for ${waited.join("; ")}.`,
    ...(others.length === 0 ? [] : [`Under way without being waited for: ${others.join("; ")}.`]),
  ].join(" ");
}

/** The timer that is due first. Throws `TARGET_NOT_OPEN` if none runs. */
export function nextTimer(known: Known): Readonly<Open> {
  const timers = known.atSwf.filter((work) => work.kind === "timer");
  const [first] = timers.sort((a, b) => a.dueMs - b.dueMs);
  if (first !== undefined) return first;
  throw new TestingError("TARGET_NOT_OPEN", `fire: no timer runs. ${listing(known)}`);
}
