import { peek } from "../errors/bug.ts";
import type { AskedCommand, Divergence, RecordedDecision } from "../errors/divergence.ts";
import { RESERVED } from "../values/names.ts";

/** How a command reads in code, and what to call it in the name of a patch. */
interface Subject {
  readonly code: string;
  readonly label: string;
}

/** A name as an identifier of the language: `send-mail` is `sendMail`. */
function identifier(name: string): string {
  const joined = name.replace(/[^\w$]+(\w)?/g, (_gap, next?: string) => next?.toUpperCase() ?? "");
  return /^[A-Za-z_$]/.test(joined) ? joined : `_${joined}`;
}

const called = (name: unknown): Subject => {
  const label = String(name);
  return { code: `yield* ${identifier(label)}(…);`, label };
};

const asCode = (verb: string, name: unknown): Subject => ({
  code: `yield* ${verb}(${JSON.stringify(name)}, …);`,
  label: String(name),
});

const told = (workflowId: unknown, what: string, label: unknown): Subject => ({
  code: `yield* external(${JSON.stringify(workflowId)}).${what};`,
  label: String(label),
});

const signaled = (workflowId: unknown, signal: unknown): Subject =>
  told(workflowId, `signal(${identifier(String(signal))}, …)`, signal);

const canceled = (workflowId: unknown): Subject => told(workflowId, "cancel()", "cancel");

const END: Subject = { code: "return …;", label: "end" };

/** The command in an event that a decision wrote. */
function recordedSubject({ eventType, attributes }: RecordedDecision): Subject | undefined {
  const { activityType, workflowType, timerId, startToFireTimeout, markerName, signalName } = attributes;
  if (eventType.startsWith("WorkflowExecution")) return END;
  if (activityType !== undefined) return called(peek(activityType, "name"));
  if (eventType.startsWith("StartChild")) return called(peek(workflowType, "name"));
  if (timerId !== undefined && startToFireTimeout !== undefined)
    return { code: `yield* sleep(${startToFireTimeout});`, label: "sleep" };
  if (typeof markerName === "string" && !markerName.startsWith(RESERVED)) return asCode("marker", markerName);
  if (signalName !== undefined) return signaled(attributes.workflowId, signalName);
  if (eventType.startsWith("RequestCancelExternal")) return canceled(attributes.workflowId);
  return eventType === "LambdaFunctionScheduled" ? called(attributes.name) : undefined;
}

/** The command that the code asks for. */
function askedSubject({ command }: AskedCommand): Subject | undefined {
  const type = String(peek(command, "type"));
  const declared = peek(command, "activity") ?? peek(command, "workflow");
  if (declared !== undefined) return called(peek(declared, "name"));
  if (type === "StartTimer") return { code: `yield* sleep(${peek(command, "seconds")});`, label: "sleep" };
  if (type === "ScheduleLambda") return called(peek(command, "lambda"));
  if (type === "SignalExternal") return signaled(peek(command, "workflowId"), peek(command, "signal"));
  if (type === "CancelExternal") return canceled(peek(command, "workflowId"));
  if (type === "Cached") return asCode("cached", peek(command, "name"));
  const markerName = peek(command, "markerName");
  if (typeof markerName === "string" && !markerName.startsWith(RESERVED)) return asCode("marker", markerName);
  return type.endsWith("WorkflowExecution") && !type.startsWith("Request") ? END : undefined;
}

/** Do both read the same in code, whatever their ids and arguments are? */
export function isAlike(recorded: RecordedDecision, asked: AskedCommand): boolean {
  const before = recordedSubject(recorded);
  return before !== undefined && before.label === askedSubject(asked)?.label;
}

/**
 * Code that lets runs that were recorded and runs that begin now live side by side; undefined where no command tells what
 * to write.
 */
export function gateOf({ kind, recorded, asked }: Pick<Divergence, "kind" | "recorded" | "asked">): string | undefined {
  const before = recorded && recordedSubject(recorded);
  const now = asked && askedSubject(asked);
  if (kind === "removed" || now === undefined) {
    return before && `if (!(yield* patched("without-${before.label}"))) { ${before.code} }`;
  }
  if (kind === "added" || before === undefined) return `if (yield* patched("with-${now.label}")) { ${now.code} }`;
  const name = before.label === now.label ? `change-${now.label}` : `${now.label}-instead-of-${before.label}`;
  return `if (yield* patched(${JSON.stringify(name)})) { ${now.code} /* new */ } else { ${before.code} /* old */ }`;
}
