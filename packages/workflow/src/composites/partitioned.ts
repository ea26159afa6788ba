import { failed, ok } from "../coroutines/work.ts";
import { peek } from "../errors/bug.ts";
import type { Failure } from "../errors/failure.ts";
import { describe, fromFailure } from "../errors/failure.ts";
import { CanceledError } from "../errors/outcomes.ts";
import { SweftError, withoutFrames } from "../errors/sweft-error.ts";
import type { Coroutine } from "../language/command.ts";
import { besideOf, twin, withBeside } from "../language/command.ts";
import type { Outcome } from "../language/handle.ts";
import type { MapItems, Partitioned } from "../language/map.ts";
import type { Share } from "../language/map-chunk.ts";
import { mapChunk } from "../language/map-chunk.ts";
import { callableOf, workOfCallable } from "../language/map-work.ts";
import type { ChildBeside } from "../language/workflow.ts";
import { expect, expectAlone } from "./internal.ts";
import { gather, Tally } from "./map.ts";

/**
 * A map whose items are spread over child workflows. The parts fill their own histories; the parent's has one child for each.
 * Failures come back as they were, and count for the whole map.
 */
export function* partitioned(asked: MapItems & Partitioned, id: string): Coroutine<unknown> {
  const { items, partition, each, concurrency = items.length } = asked;
  const share = shareOf(asked);
  const pieces = Math.ceil(items.length / partition);
  const [first] = items;
  return yield* gather(id, new Tally(asked), {
    pieces,
    concurrency: Math.max(1, Math.ceil(concurrency / partition)),
    workOf: (piece) => ok(chunkOf(items.slice(piece * partition, (piece + 1) * partition), share, each)),
    endsOf: (piece, outcome) => {
      const from = piece * partition;
      const count = Math.min(partition, items.length - from);
      return endsOf(outcome, count).map(([index, end]) => [from + index, end] as const);
    },
    *expects(chunk) {
      yield* expectAlone(callableOf(workOfCallable(each))(first), Math.min(partition, items.length));
      yield* expect(chunk, pieces);
    },
  });
}

/** The command that begins a part, with the work itself beside it for tools that have no workers. */
function chunkOf(items: readonly unknown[], share: Share, shared: MapItems["each"]): object {
  const asked = mapChunk(items, share);
  return withBeside(twin(asked), { ...(besideOf(asked) as ChildBeside), shared } satisfies ChildBeside);
}

function shareOf({
  each,
  concurrency,
  partition,
  minSuccessful,
  toleratedFailures,
  items,
}: MapItems & Partitioned): Share {
  const isStrict = minSuccessful === undefined && toleratedFailures === undefined;
  const spare = items.length - (minSuccessful ?? 0);
  return {
    work: workOfCallable(each),
    ...(concurrency !== undefined && concurrency < partition && { concurrency }),
    ...(!isStrict && { toleratedFailures: Math.max(0, Math.min(toleratedFailures ?? spare, spare)) }),
  };
}

/** How the items of a part ended. If the part itself did not end well, none of them did. */
function endsOf(outcome: Outcome, count: number): readonly (readonly [index: number, outcome: Outcome])[] {
  if (!outcome.ok) return Array.from({ length: count }, (_, index) => [index, outcome] as const);
  const { values, ends, failures } = partsOf(outcome.value);
  if (values?.length === count) return values.map((value, index) => [index, ok(value)] as const);
  if (ends?.length === count) {
    return ends.map((end, index) => [index, "failure" in end ? lost(end.failure) : ok(end.value)] as const);
  }
  if (failures !== undefined && failures.length > 0) {
    const named = failures.map(({ index, failure }) => [index, lost(failure)] as const);
    const told = new Set(failures.map(({ index }) => index));
    // The rest was given up with them: if the map goes on all the same, it must not wait for it.
    const given = failed(new CanceledError("canceled: too many items of this part have failed"));
    const rest = Array.from({ length: count }, (_, index) => index).filter((index) => !told.has(index));
    return [...named, ...rest.map((index) => [index, given] as const)];
  }
  const message = `a part of a map came to ${describe(outcome.value)}, which says nothing of its ${count} items; give { values: […] } with what each came to, in order`;
  const foreign = failed(withoutFrames(new SweftError("SHARE_INVALID", message)));
  return Array.from({ length: count }, (_, index) => [index, foreign] as const);
}

/** The result of a part, of which nothing is taken for granted: an operator may have given it. */
function partsOf(value: unknown) {
  const list = <T>(name: string) => {
    const part = peek(value, name);
    const isWhole = Array.isArray(part) && part.every((one) => name === "values" || isObject(one));
    return isWhole ? (part as readonly T[]) : undefined;
  };
  return {
    values: list<unknown>("values"),
    ends: list<{ readonly value?: unknown; readonly failure?: Failure }>("ends"),
    failures: list<{ readonly index: number; readonly failure: Failure }>("failures"),
  };
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

const lost = (failure: unknown): Outcome => failed(fromFailure(failure, "the item failed"));
