import { all } from "../../composites/all.ts";
import { allSettled } from "../../composites/all-settled.ts";
import { any } from "../../composites/any.ts";
import { map } from "../../composites/map.ts";
import { partitioned } from "../../composites/partitioned.ts";
import { race } from "../../composites/race.ts";
import { retryBlock } from "../../composites/retry.ts";
import { saga } from "../../composites/saga.ts";
import { scope } from "../../composites/scope.ts";
import { withTimeout } from "../../composites/with-timeout.ts";
import { Guard } from "../../coroutines/guard.ts";
import type { All, AllSettled, Any, Race } from "../../language/combine.ts";
import type { Coroutine as Body } from "../../language/command.ts";
import { besideOf } from "../../language/command.ts";
import type { MapItems, Partitioned } from "../../language/map.ts";
import type { Retry } from "../../language/retry.ts";
import type { FullRetryPolicy } from "../../language/retry-policy.ts";
import { fullPolicy } from "../../language/retry-policy.ts";
import type { Saga as SagaAsked } from "../../language/saga.ts";
import type { Scope as ScopeAsked } from "../../language/scope.ts";
import type { WithTimeout } from "../../language/with-timeout.ts";
import type { Begins } from "./table.ts";
import { complete, isObject } from "./table.ts";

/** A composite that is written in the language. */
const expands =
  <C>(isComplete: (asked: C) => boolean, expand: (asked: C, id: string) => Body<unknown>): Begins =>
  (run, id, asked: C & object, asker) =>
    run.spawn(id, expand(complete(asked, isComplete(asked)), id), asker.environment);

/** A literal says it by its data alone. */
const policyOf = (asked: Retry): FullRetryPolicy =>
  (besideOf(asked) as FullRetryPolicy | undefined) ?? fullPolicy(asked.policy);
const isPartitioned = (asked: MapItems): asked is MapItems & Partitioned => asked.partition !== undefined;

/** Work that is a coroutine of its own, written in the language. */
export const BODIES: Readonly<Record<string, Begins>> = {
  All: expands(({ work }: All) => isObject(work), all),
  AllSettled: expands(({ work }: AllSettled) => isObject(work), allSettled),
  Any: expands(({ work }: Any) => isObject(work), any),
  Map: expands(
    ({ items, each }: MapItems) => Array.isArray(items) && typeof each === "function",
    (asked: MapItems, id) => (isPartitioned(asked) ? partitioned(asked, id) : map(asked, id)),
  ),
  Race: expands(({ work }: Race) => isObject(work), race),
  Retry: expands(
    ({ block }: Retry) => typeof block === "function",
    (asked, id) => retryBlock(id, asked.block, policyOf(asked)),
  ),
  Saga: expands(({ body }: SagaAsked) => typeof body === "function", saga),
  Scope: (run, id, asked: ScopeAsked, asker) => {
    const guard = new Guard();
    run.guards.add(guard);
    const over = () => run.guards.delete(guard);
    return run.spawn(id, scope(complete(asked, isObject(asked.work)), guard, over), asker.environment);
  },
  WithTimeout: expands(({ seconds, work }: WithTimeout) => Number.isInteger(seconds) && isObject(work), withTimeout),
};
