import type { Coroutine } from "../coroutines/coroutine.ts";
import { INTERPRETER_FRAME } from "../coroutines/scheduler.ts";
import type { Divergence, SourceLocation } from "../errors/divergence.ts";
import { Probe } from "../language/command.ts";
import type { Seeker } from "../work/run-context.ts";
import type { Scope } from "./scope.ts";

/** A replay of the same events from zero that stops where the seeker finds its command, or at the same disagreement. */
export type Again = (seeker?: Seeker) => { readonly scope: Scope };

/**
 * Finds the `yield*` in the user's source that asks for the command of a disagreement, or at which the code waits instead of
 * asking. It costs a second replay, and nothing until then: a private object is thrown into the body that asks, and the
 * iterator of the command notes the stack on its way. What the body does with it does not matter: that replay is over.
 *
 * @returns Undefined where the command was asked by a plain `yield`, or nothing tells which command it is.
 */
export function locate({ kind, id, asked }: Divergence, again: Again): SourceLocation | undefined {
  try {
    if (kind === "removed") return id === undefined ? undefined : placeOfWait(again(), id);
    return asked?.id === undefined ? undefined : placeOfAsk(again, asked.id);
  } catch {
    // It only adds to an error that says the essential already.
    return undefined;
  }
}

function placeOfAsk(again: Again, id: string): SourceLocation | undefined {
  for (let sought = id; sought !== ""; ) {
    const probe = new Probe();
    let path: string | undefined;
    again({
      id: sought,
      found(asker) {
        path = asker.id;
        probeWorkflowBody(asker, probe);
      },
    });
    const place = placeIn(probe.stack);
    // A composite of ours asked: the user's own line is the one that asked for the composite.
    if (place !== undefined || path === undefined || path === sought) return place;
    sought = path;
  }
  return undefined;
}

/** Where the coroutine waits that a structural id belongs to, or the next one around it that still runs. */
function placeOfWait({ scope }: ReturnType<Again>, id: string): SourceLocation | undefined {
  let path = id;
  do {
    path = path.replace(/(^|[.~])[^.~]*$/, "");
    const coroutine = scope.find(path);
    if (coroutine?.waitsFor === undefined) continue;
    const probe = new Probe();
    probeWorkflowBody(coroutine, probe);
    const place = placeIn(probe.stack);
    if (place !== undefined) return place;
  } while (path !== "");
  return undefined;
}

/** The name of {@link probeWorkflowBody}: in a stack trace everything from it on is the interpreter's. */
const PROBE_FRAME = "probeWorkflowBody";

function probeWorkflowBody({ body }: Coroutine, probe: Probe): void {
  try {
    body.throw?.(probe);
  } catch {
    // The probe itself, or what the user's `catch` made of it.
  }
}

const FRAME = /^\s*at (?:(.+?) \()?(.+?):(\d+):(\d+)\)?$/;

/** The first frame that is not ours. Ours are those of the files that lie beside the first one, the iterator's. */
function placeIn(stack: string | undefined): SourceLocation | undefined {
  const lines = stack?.split("\n") ?? [];
  const end = lines.findIndex((line) => line.includes(PROBE_FRAME));
  const [iterator, ...others] = lines.slice(0, end < 0 ? lines.length : end).flatMap(frameOf);
  if (iterator === undefined) return undefined;
  // In a bundle everything stands in one file, and only the iterator's own frame is left out.
  const home = /^(.*[\\/])language[\\/]command\.[jt]s$/.exec(iterator.file)?.[1];
  const place = others.find(({ file }) => home === undefined || !file.startsWith(home));
  return place && withPath(place);
}

function frameOf(line: string): readonly SourceLocation[] {
  const [, called, file = "", row, column] = FRAME.exec(line) ?? [];
  // V8 names the receiver, too: `Object.order [as body]`.
  const name = called?.replace(/ \[as .*$/, "").replace(/^.*[. ]/, "");
  const functionName = name === "<anonymous>" ? undefined : name;
  return row === undefined ? [] : [{ file, line: Number(row), column: Number(column), functionName }];
}

const withPath = (place: SourceLocation): SourceLocation => ({
  ...place,
  file: place.file.replace(/^file:\/\/(?=\/)/, ""),
});

/**
 * The line of the user's source at which an error came out of workflow code: the innermost that is neither ours nor Node's.
 *
 * @returns Undefined for an error that did not come out of workflow code.
 */
export function sourceOf(error: unknown): SourceLocation | undefined {
  const stack: unknown = error instanceof Object && "stack" in error ? error.stack : undefined;
  const lines = typeof stack === "string" ? stack.split("\n") : [];
  const end = lines.findIndex((line) => line.includes(INTERPRETER_FRAME));
  if (end < 0) return undefined;
  const [interpreter] = frameOf(lines[end] ?? "");
  const home = /^(.*[\\/])coroutines[\\/]scheduler\.[jt]s$/.exec(interpreter?.file ?? "")?.[1];
  const frames = lines.slice(0, end).flatMap(frameOf);
  const place = frames.find(({ file }) => !file.startsWith("node:") && (home === undefined || !file.startsWith(home)));
  return place && withPath(place);
}
