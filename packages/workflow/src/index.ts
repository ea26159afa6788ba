export type { Decision, DecisionType } from "./decisions/decision.ts";
export { formatOf, formatsOfDecision } from "./decisions/formats.ts";
export type { DecisionPayload } from "./decisions/payload.ts";
export { payloadOf } from "./decisions/payload.ts";
export { isBug } from "./errors/bug.ts";
export type { ErrorCode, ErrorDescription } from "./errors/codes.ts";
export { ERRORS } from "./errors/codes.ts";
export type { ItemFailure, PieceErrors } from "./errors/composed.ts";
export { AnyError, MapError, SagaError, TimeoutError } from "./errors/composed.ts";
export type {
  AskedCommand,
  Difference,
  Divergence,
  DivergenceKind,
  RecordedDecision,
  SourceLocation,
} from "./errors/divergence.ts";
export type { Failure } from "./errors/failure.ts";
export { fromFailure, reasonOf, toFailure } from "./errors/failure.ts";
export type { FailureState } from "./errors/outcomes.ts";
export { ActivityError, CanceledError, ChildWorkflowError, ExternalError, LambdaError } from "./errors/outcomes.ts";
export { DurationError, NondeterminismError, SweftError } from "./errors/sweft-error.ts";
export { isWakeTimer } from "./history/decided.ts";
export type { EventType, HistoryEvent } from "./history/event.ts";
export { attributesKey, timeOf } from "./history/event.ts";
export type {
  Activity,
  ActivityCallOptions,
  ActivityOptions,
  ActivitySettings,
  Cancellation,
  Implementation,
  ScheduleActivity,
  TypeName,
} from "./language/activity.ts";
export { activity, contract, implementationOf } from "./language/activity.ts";
export type { Block, Section } from "./language/block.ts";
export type { Checkpoint, CheckpointMaker, CheckpointOptions } from "./language/checkpoint.ts";
export { checkpoint } from "./language/checkpoint.ts";
export type { AwaitStart, ChildExecution, ChildHandle, SignalChild } from "./language/child-handle.ts";
export { createChildHandle } from "./language/child-handle.ts";
export type { All, AllSettled, Any, Race, Settled } from "./language/combine.ts";
export { all, allSettled, any, race } from "./language/combine.ts";
export type { AnyCommand, Command, Coroutine, Operation, ResultOf } from "./language/command.ts";
export type { ContextValue, GetContext, ProvideContext } from "./language/context.ts";
export { contextValue } from "./language/context.ts";
export type { ContinueAsNew } from "./language/continue-as-new.ts";
export { continueAsNew } from "./language/continue-as-new.ts";
export type { Cached, RecordMarker } from "./language/effect.ts";
export { cached, marker, nondeterministic } from "./language/effect.ts";
export type { CancelExternal, External, ExternalOptions, SignalExternal } from "./language/external.ts";
export { external } from "./language/external.ts";
export type { Fact, Log, LogLevel, WorkflowInfo } from "./language/facts.ts";
export { info, log, now, random, uuid } from "./language/facts.ts";
export type { Await, Handle, Outcome } from "./language/handle.ts";
export { createHandle } from "./language/handle.ts";
export type { AskedData, Intercept, Interceptor, Next } from "./language/intercept.ts";
export { intercept } from "./language/intercept.ts";
export type { Lambda, LambdaCallOptions, LambdaOptions, LambdaSettings, ScheduleLambda } from "./language/lambda.ts";
export { lambda } from "./language/lambda.ts";
export type { Lenient, MapItems, Partitioned, Strict } from "./language/map.ts";
export { map } from "./language/map.ts";
export type { Share, ShareResult } from "./language/map-chunk.ts";
export { mapChunk, sharedWork } from "./language/map-chunk.ts";
export type { Callable } from "./language/map-work.ts";
export type { AcquireMutex, Lease, Mutex, ReleaseMutex, RunExclusively } from "./language/mutex.ts";
export { mutex } from "./language/mutex.ts";
export type { Patch } from "./language/patch.ts";
export { deprecatePatch, patched } from "./language/patch.ts";
export type { Publish } from "./language/publish.ts";
export { publish } from "./language/publish.ts";
export type { AnswerQuery, Query, QueryHandler } from "./language/query.ts";
export { query } from "./language/query.ts";
export type { Queue, QueueAsk, QueuePut, QueueTake } from "./language/queue.ts";
export { queue } from "./language/queue.ts";
export type { Retry } from "./language/retry.ts";
export { retry } from "./language/retry.ts";
export type { RetryPolicy } from "./language/retry-policy.ts";
export type { Compensate, Saga, SagaOptions } from "./language/saga.ts";
export { saga } from "./language/saga.ts";
export type {
  Issue,
  SchemaIn,
  SchemaIns,
  SchemaIssue,
  SchemaOut,
  SchemaOuts,
  SchemaResult,
  Schemas,
  StandardSchema,
} from "./language/schema.ts";
export type { Scope, ScopeOptions } from "./language/scope.ts";
export { scope } from "./language/scope.ts";
export type { Shield } from "./language/shield.ts";
export { shield } from "./language/shield.ts";
export type { HandleSignal, Pending, Receive, Signal, TryReceive } from "./language/signal.ts";
export { signal } from "./language/signal.ts";
export type { Cancel, Start } from "./language/start.ts";
export { cancel, start } from "./language/start.ts";
export type { StartTimer, TimerOptions } from "./language/timer.ts";
export { sleep, timer } from "./language/timer.ts";
export type { Until } from "./language/until.ts";
export { until } from "./language/until.ts";
export type { HandleUpdate, Update, UpdateHandler } from "./language/update.ts";
export { update } from "./language/update.ts";
export type { WithTimeout } from "./language/with-timeout.ts";
export { withTimeout } from "./language/with-timeout.ts";
export type {
  ChildPolicy,
  StartChildWorkflow,
  Workflow,
  WorkflowCallOptions,
  WorkflowOptions,
  WorkflowSettings,
} from "./language/workflow.ts";
export { workflow, workflowOf } from "./language/workflow.ts";
export type { Limits, Rate } from "./planner/limits.ts";
export { limitsOf, SERVICE_LIMITS } from "./planner/limits.ts";
export { holdDecisions } from "./replay/hold.ts";
export { sourceOf } from "./replay/locate.ts";
export type { Execution } from "./replay/marker.ts";
export type { OpenWork } from "./replay/open-work.ts";
export { OPERATOR_SIGNAL } from "./replay/operator.ts";
export type { RunOptions } from "./replay/options.ts";
export type { Continuation, Effect, EffectOutcomes, Replayed } from "./replay/outcome.ts";
export type { Answered } from "./replay/query.ts";
export type { History, LiveRun } from "./replay/replay.ts";
export { decidedPart, openRun, replay } from "./replay/replay.ts";
export { startedBySignal, writeContinued } from "./values/continuation.ts";
export type { DigestKey } from "./values/digest.ts";
export type { Duration, Timeout } from "./values/duration.ts";
export { toSeconds } from "./values/duration.ts";
export { readControl, readMarker } from "./values/header.ts";
export type { LetterText } from "./values/letter.ts";
export { readLetter, writeLetter } from "./values/letter.ts";
export { legalName } from "./values/names.ts";
export type { PayloadFormat, PayloadFormats, PayloadOverrides, PayloadSerializer } from "./values/payload-format.ts";
export { packArguments, unpackArguments } from "./values/payload-format.ts";
export type { HashKey } from "./values/siphash.ts";
export type { Beginning, BeginningData } from "./work/beginning.ts";
export { readBeginning } from "./work/beginning.ts";
export type { Carried, CarriedSignal, CarriedTimer } from "./work/carried.ts";
export { REJECTED_MARKER } from "./work/rejection.ts";
export type { ReplyState } from "./work/reply.ts";
export { REPLY_MARKER } from "./work/reply.ts";
export { UPDATE_SIGNAL } from "./work/requests.ts";
export type { Converter, LogLine } from "./work/run-context.ts";
