import type { Decision } from "../decisions/decision.ts";
import type { EventAttributes } from "../history/event.ts";
import type { TypeName } from "../language/activity.ts";
import type { ContinueAsNew } from "../language/continue-as-new.ts";
import type { ChildBeside, WorkflowCallOptions, WorkflowSettings } from "../language/workflow.ts";
import { readInput } from "../values/continuation.ts";
import { digest } from "../values/digest.ts";
import { mismatch, readArguments, typeDifferences, writeArguments } from "../work/arguments.ts";
import { readBeginning, writeBeginning } from "../work/beginning.ts";
import type { Ask } from "../work/outbox.ts";
import type { RunContext } from "../work/run-context.ts";
import { besideWhole } from "./commands/table.ts";
import type { Continuation } from "./outcome.ts";

/** What a run is to continue as. Its arguments are written when they are asked for: later mutation changes nothing. */
export interface Continuing {
  readonly type: TypeName;
  readonly argsText: string | undefined;
  readonly settings: WorkflowSettings;
  /** The settings that were given for this: all others are those of the run that ends. */
  readonly given: WorkflowCallOptions;
}

/** Writes down what a command asks for. */
export const continuing = (run: RunContext, asked: ContinueAsNew): Continuing => ({
  type: asked.workflow,
  argsText: writeArguments(run, asked.args, `an argument of workflow ${asked.workflow.name}`),
  settings: besideWhole<ChildBeside>(asked).settings,
  given: asked.options ?? {},
});

/** A continuation as things stand now, with the decision that asks for it. What it hands on is gathered anew each time. */
export interface Continued {
  readonly continuation: Continuation;
  readonly decision: Decision;
}

/** Gathers what the run hands on now. SWF keeps nothing of a run's settings by itself, so every value is said. */
export function continueNow(run: RunContext, { type, argsText, settings, given }: Continuing): Continued {
  const carried = run.handOn();
  const input = writeBeginning(run, argsText, carried);
  const { started } = run;
  const keep = <T>(own: unknown, begun: T | undefined, otherwise: T): T =>
    own === undefined && begun !== undefined ? begun : otherwise;
  const tagList = given.tagList ?? started.tagList ?? [];
  const lambdaRole = given.lambdaRole ?? started.lambdaRole;
  return {
    continuation: { type, args: readArguments(run, argsText), carried },
    decision: {
      decisionType: "ContinueAsNewWorkflowExecution",
      continueAsNewWorkflowExecutionDecisionAttributes: {
        ...(input === undefined ? {} : { input }),
        executionStartToCloseTimeout: keep(
          given.executionStartToCloseTimeout,
          started.executionStartToCloseTimeout,
          settings.executionStartToCloseTimeout,
        ),
        taskList: { name: given.taskList ?? run.defaultTaskList },
        taskPriority: keep(given.taskPriority, started.taskPriority, settings.taskPriority),
        taskStartToCloseTimeout: keep(
          given.taskStartToCloseTimeout,
          started.taskStartToCloseTimeout,
          settings.taskStartToCloseTimeout,
        ),
        childPolicy: keep(given.childPolicy, started.childPolicy, settings.childPolicy),
        ...(tagList.length === 0 ? {} : { tagList: [...tagList] }),
        workflowTypeVersion: type.version,
        ...(lambdaRole === undefined ? {} : { lambdaRole }),
      },
    },
  };
}

/**
 * Compares a recorded continuation with the one asked now. What is out of band is not fetched for it.
 * @throws {NondeterminismError}
 */
export function checkContinued(
  run: RunContext,
  ask: Ask,
  asked: Continuing,
  eventId: number,
  { workflowType, input }: EventAttributes,
): void {
  const types = typeDifferences(workflowType, asked.type);
  if (types.length > 0) throw mismatch(ask, eventId, types);
  const { payload } = readInput(input);
  if (run.isForeign || !asked.settings.checkArguments) return;
  if (payload !== undefined && run.converter.missing?.(payload) === true) return;
  const recorded = readBeginning(run, input).args;
  const args = readArguments(run, asked.argsText);
  if (digest(recorded, run.digestKey) === digest(args, run.digestKey)) return;
  throw mismatch(ask, eventId, [{ field: "arguments", recorded, asked: args }]);
}
