import type { TypeName } from "@sweft/workflow";
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
}

/** What a WorkflowExecutionContinuedAsNew says, as the new run reads it. */
export function continuedOf({ converter }: FakeHistory, closing: FakeEvent): Continued {
  const { workflowType, input } = attributesOf(closing);
  const { args, carried } = readBeginning({ converter }, input as string | undefined);
  const signals = carried.signals ?? [];
  return {
    type: workflowType as TypeName,
    args,
    signals: signals.map(({ name, text }) => ({ name, value: readText(converter, text) })),
  };
}
