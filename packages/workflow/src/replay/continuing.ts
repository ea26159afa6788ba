import type { Decision } from "../decisions/decision.ts";
import { withFormats } from "../decisions/formats.ts";
import type { EventAttributes } from "../history/event.ts";
import type { TypeName } from "../language/activity.ts";
import type { WorkflowCallOptions, WorkflowSettings } from "../language/workflow.ts";
import { readInput } from "../values/continuation.ts";
import { digest } from "../values/digest.ts";
import { ONE_YEAR_SECONDS } from "../values/duration.ts";
import { mismatch, readArguments, typeDifferences, writeArguments } from "../work/arguments.ts";
import { readBeginning, writeBeginning } from "../work/beginning.ts";
import type { Carried } from "../work/carried.ts";
import type { Continuing } from "../work/chain.ts";
import type { Ask } from "../work/outbox.ts";
import type { RunContext } from "../work/run-context.ts";
import { otherWorkflow } from "./mistakes.ts";
import type { Continuation } from "./outcome.ts";

/** What a command asks to continue as. */
interface Asked {
  /** Undefined for the run's own workflow. */
  readonly type: TypeName | undefined;
  readonly settings: WorkflowSettings | undefined;
  readonly args: readonly unknown[];
  readonly given: WorkflowCallOptions | undefined;
}

/**
 * Writes down what is asked for.
 * @throws {SweftError} `CONTINUE_OTHER_WORKFLOW`, `ARGUMENTS_UNSERIALIZABLE`
 */
export function continuing(run: RunContext, { args, given = {}, ...asked }: Asked): Continuing {
  const { self } = run.chain;
  const { type = self.type, settings = self.settings } = asked;
  if (type.name !== self.type.name) throw otherWorkflow(self.type.name, type.name);
  const argsText = writeArguments(run, args, "workflow", type.name, settings.payloads?.input);
  return { type, argsText, settings, given };
}

/** A continuation as things stand now, with the decision that asks for it. What it hands on is gathered anew each time. */
export interface Continued {
  readonly continuation: Continuation;
  readonly decision: Decision;
}

/** Gathers what the run hands on now. SWF keeps nothing of a run's settings by itself, so every value is said. */
export function continueNow(run: RunContext, { type, argsText, settings, given, again }: Continuing): Continued {
  const carried = { ...run.chain.handOn(), ...again };
  const { started } = run;
  const { payloads } = settings;
  const input = writeBeginning(run, argsText, carried, payloads?.input);
  const keep = <T>(own: unknown, begun: T | undefined, otherwise: T): T =>
    own === undefined && begun !== undefined ? begun : otherwise;
  const tagList = given.tagList ?? started.tagList ?? [];
  const lambdaRole = given.lambdaRole ?? started.lambdaRole;
  return {
    continuation: { type, args: readArguments(run, argsText, payloads?.input), carried },
    decision: withFormats(
      {
        decisionType: "ContinueAsNewWorkflowExecution",
        continueAsNewWorkflowExecutionDecisionAttributes: {
          ...(input === undefined ? {} : { input }),
          executionStartToCloseTimeout: withWait(
            run,
            keep(
              given.executionStartToCloseTimeout,
              started.executionStartToCloseTimeout,
              settings.executionStartToCloseTimeout,
            ),
            carried,
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
      payloads,
    ),
  };
}

/** The time that a new run may take: with the wait before its body begins, which those of a schedule had before, too. */
function withWait(run: RunContext, timeout: string, { notBeforeMs = run.time }: Carried): string {
  if (notBeforeMs <= run.time) return timeout;
  const { cron, workSeconds } = run.chain.self.settings;
  const work = cron === undefined ? Number(timeout) : workSeconds;
  return String(Math.min(ONE_YEAR_SECONDS, work + Math.ceil((notBeforeMs - run.time) / 1000)));
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
  const format = asked.settings.payloads?.input;
  const recorded = readBeginning(run, input, format).args;
  const args = readArguments(run, asked.argsText, format);
  if (digest(recorded) === digest(args)) return;
  throw mismatch(ask, eventId, [{ field: "arguments", recorded, asked: args }]);
}
