import type { Scope } from "@sweft/payload";
import type { Decision, DecisionType, Execution } from "@sweft/workflow";

/** Whose payload a decision carries, if not the run's own: who will read it, as far as that is known. */
const READERS: Readonly<Partial<Record<DecisionType, (decision: Decision, own: Scope) => Scope>>> = {
  StartChildWorkflowExecution: ({ startChildWorkflowExecutionDecisionAttributes: child }, { domain, workflowId }) => ({
    domain,
    workflowId: child?.workflowId ?? workflowId,
  }),
  SignalExternalWorkflowExecution: ({ signalExternalWorkflowExecutionDecisionAttributes: signal }, own) => ({
    domain: own.domain,
    workflowId: signal?.workflowId ?? own.workflowId,
    ...(signal?.runId !== undefined && { runId: signal.runId }),
  }),
  ContinueAsNewWorkflowExecution: (_decision, { domain, workflowId }) => ({ domain, workflowId }),
};

/** Whose payload a decision carries. */
export function scopeOf(decision: Decision, domain: string, { workflowId, runId }: Execution): Scope {
  const own = { domain, workflowId, runId };
  return READERS[decision.decisionType]?.(decision, own) ?? own;
}
