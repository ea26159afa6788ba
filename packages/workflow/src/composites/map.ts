import { Gathering } from "../coroutines/gathering.ts";
import type { Work } from "../coroutines/work.ts";
import { failed } from "../coroutines/work.ts";
import { isBug } from "../errors/bug.ts";
import { MapError } from "../errors/composed.ts";
import { toFailure } from "../errors/failure.ts";
import { CanceledError } from "../errors/outcomes.ts";
import { workOf } from "../language/block.ts";
import type { Coroutine, Operation } from "../language/command.ts";
import type { Outcome } from "../language/handle.ts";
import type { MapItems } from "../language/map.ts";
import { childId } from "../values/names.ts";
import { beginPiece, expect, leave, nextEnd, resultOf, settledOf, stopAll } from "./internal.ts";

/** What a map has come to so far, and whether that is enough. */
export class Tally {
  readonly outcomes: (Outcome | undefined)[];
  readonly #asked: MapItems;
  readonly #isStrict: boolean;
  /** As many failures leave success within reach; less than none if it never was. */
  readonly #tolerated: number;
  #succeeded = 0;
  #failed = 0;

  constructor(asked: MapItems) {
    const { items, minSuccessful, toleratedFailures } = asked;
    this.#asked = asked;
    this.outcomes = new Array<Outcome | undefined>(items.length).fill(undefined);
    this.#isStrict = minSuccessful === undefined && toleratedFailures === undefined;
    const spare = items.length - (minSuccessful ?? 0);
    this.#tolerated = toleratedFailures === undefined ? spare : Math.min(toleratedFailures, spare);
  }

  /** Notes how items ended. */
  add(ends: Iterable<readonly [index: number, outcome: Outcome]>): void {
    for (const [index, outcome] of ends) {
      if (!this.#isStrict && this.#failed > this.#tolerated) return;
      this.#ended(index, outcome);
    }
  }

  /** Throws the failure of one without which there is no result, and bugs, which are none. */
  #ended(index: number, outcome: Outcome): void {
    this.outcomes[index] = outcome;
    if (outcome.ok) this.#succeeded++;
    else if (this.#isStrict || isBug(outcome.error)) throw outcome.error;
    else this.#failed++;
  }

  /** Throws a {@link MapError} if it can no longer succeed. */
  get isOver(): boolean {
    const { items, minSuccessful } = this.#asked;
    if (!this.#isStrict && this.#failed > this.#tolerated) {
      throw new MapError(this.#failures(), items.length, minSuccessful, this.#tolerated);
    }
    return this.#succeeded + this.#failed === items.length || this.#succeeded >= (minSuccessful ?? items.length);
  }

  #failures() {
    return this.outcomes.flatMap((outcome, index) => {
      if (outcome === undefined || outcome.ok) return [];
      const { stack: _differs, ...failure } = toFailure(outcome.error);
      return [{ index, failure }];
    });
  }

  result(): unknown {
    if (this.#isStrict) return this.outcomes.map(resultOf);
    const canceled = new CanceledError("canceled: enough items have succeeded");
    return this.outcomes.map((outcome) => settledOf(outcome, canceled));
  }
}

/** What a map begins, piece by piece, and what the end of each piece says of items. */
export interface Plan {
  /** How many pieces there are. */
  readonly pieces: number;
  /** How many of them are under way at a time. */
  readonly concurrency: number;
  /** The work of a piece, or how it ended without any. */
  workOf(piece: number): Outcome;
  /** How items ended, by the end of a piece. */
  endsOf(piece: number, outcome: Outcome): Iterable<readonly [index: number, outcome: Outcome]>;
  /** What the history must have room for, once the first piece is known. */
  expects(work: object): Operation<void>;
}

/** Runs something for each item, some at a time. The id of each piece goes by its item, whenever it begins. */
export function* map(asked: MapItems, id: string): Coroutine<unknown> {
  const { items, concurrency = items.length } = asked;
  return yield* gather(id, new Tally(asked), {
    pieces: items.length,
    concurrency,
    workOf: (piece) => workFor(asked, piece),
    endsOf: (piece, outcome) => [[piece, outcome]],
    expects: (work) => expect(work, items.length),
  });
}

/** Begins the pieces of a map in their order, as many at a time as may be, until enough is known of the items. */
export function* gather(id: string, tally: Tally, plan: Plan): Coroutine<unknown> {
  const { pieces, concurrency } = plan;
  const gathering = new Gathering();
  const places = new Map<Work, number>();
  let begun = 0;
  let open = 0;
  try {
    while (!tally.isOver) {
      if (begun < pieces && open < concurrency && !gathering.hasNews) {
        const work = plan.workOf(begun);
        if (work.ok) {
          if (begun === 0) yield* plan.expects(work.value as object);
          const piece = yield* beginPiece(childId(id, begun + 1), work.value as object);
          places.set(piece, begun);
          gathering.add(piece);
          open++;
        } else tally.add(plan.endsOf(begun, work));
        begun++;
        continue;
      }
      const piece = yield* nextOf(gathering, places);
      open--;
      if (piece.outcome !== undefined) tally.add(plan.endsOf(places.get(piece) ?? 0, piece.outcome));
    }
  } catch (error) {
    gathering.letGo();
    yield* stopAll([...places.keys()]);
    throw error;
  }
  gathering.letGo();
  yield* stopAll([...places.keys()]);
  return tally.result();
}

/** The next piece that ends. If the map is canceled meanwhile, the pieces that have begun end by their policies. */
function* nextOf(gathering: Gathering, places: ReadonlyMap<Work, number>): Coroutine<Work> {
  try {
    return yield* nextEnd(gathering);
  } catch (error) {
    gathering.letGo();
    return yield* leave([...places.keys()], error);
  }
}

/** What is to be done with an item. What the function throws is how the item ended; what it gives must be an operation. */
function workFor({ items, each }: MapItems, index: number): Outcome {
  let given: unknown;
  try {
    given = each(items[index] as never);
  } catch (error) {
    return failed(error);
  }
  return { ok: true, value: workOf(given, `what map was given for item ${index}`) };
}
