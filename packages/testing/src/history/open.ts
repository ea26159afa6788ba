import type { PayloadFormats, TypeName } from "@sweft/workflow";
import type { DecisionAttributes } from "./decision.ts";

/** An activity that SWF has not closed. */
export interface OpenActivity {
  readonly kind: "activity";
  readonly id: string;
  readonly name: string;
  readonly scheduledEventId: number;
  readonly scheduledMs: number;
  readonly asked: DecisionAttributes["ScheduleActivityTask"];
  /** What the activity declares of its input and result; nothing is known if the decision was made by hand. */
  readonly formats: PayloadFormats | undefined;
  /** 0 while it waits for a worker. */
  startedEventId: number;
  startedMs: number;
  /** 0 unless its cancellation was requested. */
  cancelRequestedEventId: number;
}

/** A timer that runs. */
interface OpenTimer {
  readonly kind: "timer";
  readonly id: string;
  readonly startedEventId: number;
  readonly dueMs: number;
}

/** A child workflow that has not ended. */
export interface OpenChild {
  readonly kind: "child";
  /** Structural id of the command, or the workflow id if the decision was made by hand. */
  readonly id: string;
  readonly name: string;
  readonly workflowId: string;
  /** Real run ids are random; a fake one tells whose child it is. */
  readonly runId: string;
  readonly workflowType: TypeName;
  readonly initiatedEventId: number;
  readonly initiatedMs: number;
  readonly asked: DecisionAttributes["StartChildWorkflowExecution"];
  /** What the workflow declares of its input and result; nothing is known if the decision was made by hand. */
  readonly formats: PayloadFormats | undefined;
  readonly decisionTaskCompletedEventId: number;
  /** 0 until SWF has started it. */
  startedEventId: number;
}

/** A signal or a cancel request to another execution that has not arrived. */
export interface OpenExternal {
  readonly kind: "external signal" | "external cancel";
  readonly id: string;
  readonly workflowId: string;
  readonly runId: string | undefined;
  readonly control: string | undefined;
  /** Of a signal. */
  readonly signalName?: string | undefined;
  readonly input?: string | undefined;
  readonly initiatedEventId: number;
  readonly decisionTaskCompletedEventId: number;
}

/** A Lambda function that has not ended. */
export interface OpenLambda {
  readonly kind: "Lambda function";
  readonly id: string;
  readonly name: string;
  readonly scheduledEventId: number;
  readonly scheduledMs: number;
  readonly asked: DecisionAttributes["ScheduleLambdaFunction"];
}

/** Work that is under way at SWF. */
export type Open = OpenActivity | OpenTimer | OpenChild | OpenExternal | OpenLambda;

/** The kinds of {@link Open}. */
export type OpenKind = Open["kind"];
