import type { DecisionType } from "@sweft/workflow";
import { formatsOfDecision } from "@sweft/workflow";
import { TestingError } from "../errors.ts";
import type { FakeDecision } from "./decision.ts";
import { decisionKey } from "./decision.ts";
import type { Completion } from "./decisions.ts";
import { DECISIONS } from "./decisions.ts";
import type { Attributes } from "./event.ts";
import type { Execution, Refusal } from "./execution.ts";

/**
 * Answers the decision being made: DecisionTaskCompleted, then what every decision writes, in their order.
 * @throws {TestingError} `DECISION_INVALID`, `DECISION_NOT_STARTED`, `HISTORY_CLOSED`; then nothing was written.
 */
export function decide(
  execution: Execution,
  decisions: readonly FakeDecision[],
  executionContext: string | undefined,
): void {
  execution.assertOpen("a decision");
  check(decisions);
  const { scheduledEventId, startedEventId } = execution.takeStarted();
  const later: (() => void)[] = [];
  execution.transact("a decision", () => {
    const completedEventId = execution.append("DecisionTaskCompleted", {
      executionContext,
      scheduledEventId,
      startedEventId,
    });
    const completion: Completion = { execution, completedEventId, canceledTimers: new Set(), later };
    for (const decision of decisions) apply(completion, decision);
  });
  for (const write of later) if (!execution.isClosed) execution.transact("a refusal", write);
}

function apply(completion: Completion, decision: FakeDecision): void {
  const { decisionType } = decision;
  const { refuse, write, causeOf } = DECISIONS[decisionType];
  const attributes = attributesOf(decision);
  const cause = refusedBy(completion.execution, decisionType, attributes) ?? causeOf(completion, attributes as never);
  if (cause === undefined) write({ ...completion, formats: formatsOfDecision(decision) }, attributes as never);
  else refuse(completion, attributes as never, cause);
}

const attributesOf = (decision: FakeDecision): Attributes =>
  (decision[decisionKey(decision.decisionType)] ?? {}) as Attributes;

/** The refusal that a test has announced for this decision; each works once. */
function refusedBy({ refusals }: Execution, decisionType: DecisionType, attributes: Attributes): string | undefined {
  const at = refusals.findIndex((refusal) => fits(refusal, decisionType, attributes));
  return at < 0 ? undefined : refusals.splice(at, 1)[0]?.cause;
}

function fits(refusal: Refusal, decisionType: DecisionType, attributes: Attributes): boolean {
  const { activityId, timerId, workflowId, id, activityType, workflowType, markerName, signalName, name } = attributes;
  const names = [activityType, workflowType].map((type) => (type as { name?: string } | undefined)?.name);
  return (
    refusal.decisionType === decisionType &&
    (refusal.id === undefined || [activityId, timerId, workflowId, id].includes(refusal.id)) &&
    (refusal.name === undefined || [...names, markerName, signalName, name].includes(refusal.name))
  );
}

/** What makes SWF reject a whole answer. */
function check(decisions: readonly FakeDecision[]): void {
  for (const [i, decision] of decisions.entries()) {
    const path = `decisions.${i + 1}.member`;
    const { decisionType } = decision;
    if (!Object.hasOwn(DECISIONS, decisionType)) {
      throw invalid(
        `${path}.decisionType is ${JSON.stringify(decisionType)}; write one of ${Object.keys(DECISIONS).join(", ")}`,
      );
    }
    const { required, closes } = DECISIONS[decisionType];
    const attributes = attributesOf(decision);
    for (const name of required) {
      if (attributes[name] === undefined) throw invalid(`${path}.${decisionKey(decisionType)}.${name} is missing`);
    }
    if (closes && i < decisions.length - 1)
      throw invalid(`${path} is ${decisionType}; a close must be the last decision in the list`);
  }
}

const invalid = (message: string) => new TestingError("DECISION_INVALID", message);
