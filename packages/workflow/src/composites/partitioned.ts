import { failed, ok } from "../coroutines/work.ts";
import { fromFailure } from "../errors/failure.ts";
import type { Coroutine } from "../language/command.ts";
import { besideOf, twin, withBeside } from "../language/command.ts";
import type { Outcome } from "../language/handle.ts";
import type { MapItems, Partitioned } from "../language/map.ts";
import type { Share, ShareResult } from "../language/map-chunk.ts";
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
  const result = outcome.value as ShareResult;
  if ("values" in result) return result.values.map((value, index) => [index, ok(value)] as const);
  if ("ends" in result) {
    return result.ends.map((end, index) => [index, "value" in end ? ok(end.value) : lost(end.failure)] as const);
  }
  return result.failures.map(({ index, failure }) => [index, lost(failure)] as const);
}

const lost = (failure: unknown): Outcome => failed(fromFailure(failure, "the item failed"));
