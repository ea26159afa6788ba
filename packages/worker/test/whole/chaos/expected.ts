import { expect } from "@jest/globals";
import type { Case, Program } from "./programs.ts";
import { partsOf } from "./programs.ts";

/** How a program ends, as a pattern; undefined if that depends on the order of what happens. */
type End = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly code: string } | undefined;

interface Reading {
  /** Signals taken so far, by name. */
  readonly taken: { a: number; b: number };
  /** Whether pieces that run side by side may ask for signals before this one does. */
  isAlone: boolean;
  /** Whether `taken` is certain. */
  isCounted: boolean;
  /** Whether activities end as they are told to: not if their tasks may be lost. */
  readonly areActivitiesKnown: boolean;
}

/** Thrown where not even an enclosing `try` makes the end known. */
class Unknowable extends Error {}

const ANYTHING = { asymmetricMatch: () => true };
const ok = (value: unknown): End => ({ ok: true, value });
const failed = (code: string): End => ({ ok: false, code });

/**
 * How a run of the program ends that is not canceled from outside, told from the program alone. The client's signals carry
 * 0, 1, 2 and so on, by name.
 */
export function expectedEnd(program: Program, areActivitiesKnown: boolean): End {
  try {
    return end(program, { taken: { a: 0, b: 0 }, isAlone: true, isCounted: true, areActivitiesKnown });
  } catch (error) {
    if ((error as Error).constructor === Unknowable) return undefined;
    throw error;
  }
}

const ENDS: { readonly [D in Program["do"]]: (program: Case<D>, reading: Reading) => End } = {
  activity({ n, endings }, { areActivitiesKnown }) {
    if (!areActivitiesKnown) return undefined;
    if (endings.some((one) => one !== "refused" && one !== "hung")) return ok(n);
    return failed(endings.at(-1) === "hung" ? "ACTIVITY_TIMED_OUT" : "ACTIVITY_FAILED");
  },
  sleep: () => ok(undefined),
  child({ part }, { areActivitiesKnown }) {
    const child = expectedEnd(part, areActivitiesKnown);
    return child?.ok === false ? failed("CHILD_FAILED") : child;
  },
  receive({ name }, { taken, isAlone, isCounted }) {
    const value = taken[name]++;
    return ok(isAlone && isCounted ? value : expect.any(Number));
  },
  cached: ({ n }) => ok(n),
  marker: () => ok(undefined),
  facts: () => ok([expect.any(Number), expect.any(Number)]),
  throw: () => failed("PROGRAM"),
  sequence({ parts }, reading) {
    const values: unknown[] = [];
    let isKnown = true;
    for (const part of parts) {
      const one = end(part, reading);
      // What comes after an end that is not known may still make all of it unknowable.
      if (one === undefined) isKnown = false;
      else if (!one.ok) return isKnown ? one : undefined;
      else values.push(one.value);
    }
    if (!isKnown) return undefined;
    return ok(parts.at(-1)?.do === "goOn" ? values.at(-1) : values);
  },
  all({ parts }, reading) {
    const ends = sideBySide(reading, () => parts.map((part) => end(part, reading)));
    if (ends.every((one) => one?.ok)) return ok(ends.map((one) => one?.ok && one.value));
    reading.isCounted = false;
    return onlyFailure(ends.filter((one) => !one?.ok));
  },
  race({ parts }, reading) {
    reading.isCounted &&= !parts.some(receives);
    const ends = sideBySide(reading, () => parts.map((part) => end(part, reading)));
    if (ends.every((one) => one?.ok)) return ok({ winner: expect.stringMatching(/^p\d$/), value: ANYTHING });
    return onlyFailure(ends);
  },
  map({ parts }, reading) {
    const ends = sideBySide(reading, () => parts.map((part) => end(part, reading)));
    if (ends.includes(undefined)) reading.isCounted = false;
    return ok(ends.map((one) => (one === undefined ? ANYTHING : one.ok ? one.value : `failed ${one.code}`)));
  },
  timeout({ part }, reading) {
    // Whether the time suffices depends on the weather; what is canceled half-way may have failed already.
    reading.isCounted &&= !receives(part);
    const one = end(part, reading);
    return one?.ok && isCalm(part) ? ok(ANYTHING) : undefined;
  },
  again({ part }, reading) {
    const one = end(part, reading);
    if (!one?.ok) reading.isCounted &&= !receives(part);
    return one;
  },
  goOn: ({ rest }, reading) => end(rest, reading),
  send: () => ok(expect.any(Number)),
  lambda: ({ n }) => (n === 3 ? failed("LAMBDA_FAILED") : ok(2 * n)),
  fork({ part, main, end: how }, reading) {
    const [forked, value] = sideBySide(reading, () => [end(part, reading), end(main, reading)]);
    // The failure of a coroutine that nobody waits for at that moment fails the whole run.
    if (!forked?.ok || !isCalm(part)) throw new Unknowable();
    if (how !== "join" || !value?.ok) reading.isCounted &&= !receives(part);
    if (!value?.ok) return value;
    return ok([value.value, how === "join" ? forked.value : expect.any(Boolean)]);
  },
  try({ part, cleanup }, reading) {
    const tried = end(part, reading);
    if (tried === undefined) reading.isCounted = false;
    const cleaned = end(cleanup, reading);
    if (!cleaned?.ok) return cleaned;
    if (tried === undefined) return ok(ANYTHING);
    return tried.ok ? tried : ok(`caught ${tried.code}`);
  },
};

// Each entry takes the case of its own key.
const end = (program: Program, reading: Reading): End => ENDS[program.do](program as never, reading);

/** Reads pieces that run side by side: how many signals they take is known, and not who takes which. */
function sideBySide<T>(reading: Reading, read: () => T): T {
  const { isAlone } = reading;
  reading.isAlone = false;
  const result = read();
  reading.isAlone = isAlone;
  return result;
}

/** The end of a composite all of whose pieces that could end it fail alike. */
function onlyFailure(ends: readonly End[]): End {
  const [first] = ends;
  return ends.every((one) => one?.ok === false && first?.ok === false && one.code === first.code) ? first : undefined;
}

const receives = (program: Program): boolean => program.do === "receive" || partsOf(program).some(receives);

/** Whether a piece that ends well cannot fail if it is canceled half-way: work that is waited for may fail meanwhile. */
const isCalm = (program: Program): boolean =>
  !((program.do === "activity" || program.do === "child") && program.how === "wait") && partsOf(program).every(isCalm);
