import type { Decision, DecisionType } from "@aws-sdk/client-swf";
import type { Run } from "../execution/run.ts";
import type { Parsed, Shape, ShapeOf } from "../input/field.ts";
import type { Transaction } from "../service.ts";

/** The member of a decision that carries the attributes of its type. */
export type DecisionAttributesKey<T extends DecisionType> = `${Uncapitalize<T>}DecisionAttributes`;

/** What a decision works on. */
export interface Completion {
  readonly tx: Transaction;
  readonly run: Run;
  /** The DecisionTaskCompleted that every event of a decision names. */
  readonly decisionTaskCompletedEventId: number;
  /** Timers cancelled by this completion: their ids are free again only after it. */
  readonly canceledTimerIds: Set<string>;
}

/** One decision type: its members and what it does. */
export interface DecisionDefinition<T extends DecisionType, S extends Shape> {
  readonly type: T;
  /** True for the four that close the execution and must come last. */
  readonly closes?: boolean;
  readonly attributes: S;
  /** Writes the decision's events: those of its success, or the one of its failure with the cause. */
  readonly apply: (completion: Completion, attributes: Parsed<S>) => void;
  /** Writes the event of its failure with OPERATION_NOT_PERMITTED; absent where no event has that cause. */
  readonly deny?: (completion: Completion, attributes: Parsed<S>) => void;
}

/** A decision definition whose members are known only at runtime, as tables hold it. */
export type AnyDecision = DecisionDefinition<DecisionType, Shape>;

type AttributesOf<T extends DecisionType> = NonNullable<Decision[DecisionAttributesKey<T>]>;

/**
 * Declares a decision. Its members are checked against the AWS client's type: one that is missing does not compile.
 */
export function decision<T extends DecisionType, const S extends Shape & ShapeOf<AttributesOf<T>>>(
  definition: DecisionDefinition<T, S>,
): AnyDecision {
  return definition as unknown as AnyDecision; // `apply` gets what `attributes` has read: decisions/table.ts
}
