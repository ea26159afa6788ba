import type { PayloadFormat, TypeName } from "@sweft/workflow";
import { readBeginning } from "@sweft/workflow";
import type { FakeEvent } from "../history/event.ts";
import { attributesOf } from "../history/event.ts";
import type { FakeHistory } from "../history/fake-history.ts";
import { readText } from "../history/values.ts";

/** A signal that nobody had taken. */
export interface HandedOnSignal {
  readonly name: string;
  readonly value: unknown;
}

/** What a run goes on with in the next one. */
export interface Continued {
  readonly type: TypeName;
  readonly args: readonly unknown[];
  /** Signals that nobody had taken, in the order of arrival. */
  readonly signals: readonly HandedOnSignal[];
  /** Marked timers that were running, with the time when each is due. */
  readonly timers?: readonly { readonly name: string; readonly due: Date }[];
  /** Until when the new run waits before it begins: for another attempt, or for its schedule. */
  readonly notBefore?: Date;
  /** Which attempt the new run is, from 2 on. */
  readonly attempt?: number;
}

/**
 * What a WorkflowExecutionContinuedAsNew says, as the new run reads it.
 *
 * @param format - What that declares of its input.
 */
export function continuedOf(
  { converter }: FakeHistory,
  closing: FakeEvent,
  format: PayloadFormat | undefined,
): Continued {
  const { workflowType, input } = attributesOf(closing);
  const { args, carried } = readBeginning({ converter }, input as string | undefined, format);
  const { signals = [], timers, notBeforeMs, attempt } = carried;
  return {
    type: workflowType as TypeName,
    args,
    signals: signals.map(({ name, text }) => ({ name, value: readText(converter, text) })),
    ...(timers && { timers: timers.map(({ name, dueMs }) => ({ name, due: new Date(dueMs) })) }),
    ...(notBeforeMs !== undefined && { notBefore: new Date(notBeforeMs) }),
    ...(attempt !== undefined && { attempt }),
  };
}
