import type { Coroutine } from "../../coroutines/coroutine.ts";
import type { Environment } from "../../coroutines/environment.ts";
import type { Guard } from "../../coroutines/guard.ts";
import type { Body } from "../../coroutines/scheduler.ts";
import { describe } from "../../errors/failure.ts";
import { SweftError } from "../../errors/sweft-error.ts";
import type { RunBlock, RunBody, RunGenerator } from "../../language/block.ts";
import { isGenerator } from "../../language/block.ts";
import { isCommand } from "../../language/command.ts";
import type { ContextKey, ProvideContext } from "../../language/context.ts";
import { isHandle } from "../../language/handle.ts";
import type { Intercept } from "../../language/intercept.ts";
import type { MutexKey, RunExclusively } from "../../language/mutex.ts";
import type { Shield } from "../../language/shield.ts";
import type { RunContext } from "../../work/run-context.ts";
import type { Begins } from "./table.ts";
import { besideWhole, complete, isObject } from "./table.ts";

/** Makes a generator of what the user gave to be run as a coroutine. */
type Opens = (run: RunContext, asked: never) => Body;

function body(_run: RunContext, asked: RunBody): Body {
  const { body: open, args } = complete(asked, typeof asked.body === "function" && Array.isArray(asked.args));
  const generator: unknown = open(...(args as never[]));
  if (isGenerator(generator)) return generator;
  throw new SweftError(
    "BODY_NOT_GENERATOR",
    `${open.name || "the function"} given to a command is no generator function; write \`function* () { … }\``,
  );
}

/** A generator object runs once, whoever runs it. */
function adopted<G extends object>(run: RunContext, generator: G): G {
  if (run.adopted.has(generator)) {
    throw new SweftError(
      "GENERATOR_REUSED",
      "one generator object was given to two commands and can run only once; call the generator function again, or give the function itself",
    );
  }
  run.adopted.add(generator);
  return generator;
}

/** Calls a plain function when its turn has come, and runs what it gives. */
function* called(run: RunContext, block: () => unknown): Generator<unknown, unknown, unknown> {
  const operation = block();
  if (isGenerator(operation)) return yield* adopted(run, operation);
  if (isCommand(operation) || isHandle(operation)) return yield* operation;
  throw new SweftError(
    "FOREIGN_YIELD",
    `${block.name || "the function"} given to a command gave ${describe(operation)}; give back a command, as in \`() => charge(order)\`, or write \`function* () { … }\`. A promise belongs into an activity or into cached(name, fn)`,
  );
}

function* once(asked: object): Generator<unknown, unknown, unknown> {
  return yield asked;
}

const OPENS: Readonly<Record<"RunBody" | "RunBlock" | "RunGenerator", Opens>> = {
  RunBody: body,
  RunBlock: (run, asked: RunBlock) => called(run, complete(asked, typeof asked.block === "function").block),
  RunGenerator: (run, asked: RunGenerator) => adopted(run, complete(asked, typeof asked.open === "function").open()),
};

/** What runs a section: its own body, or one that asks for the one command it is. */
function bodyOf(run: RunContext, work: object): Body {
  const { type } = work as { readonly type?: string };
  const opens = type !== undefined && Object.hasOwn(OPENS, type) ? OPENS[type as keyof typeof OPENS] : undefined;
  return opens === undefined ? once(work) : opens(run, work as never);
}

/** Waits for its turn, runs a body as its own, and lets go. */
function* exclusively(mutex: MutexKey, run: Body): Generator<unknown, unknown, unknown> {
  const lease = yield { type: "AcquireMutex", mutex };
  try {
    return yield* run as Generator<unknown, unknown, unknown>;
  } finally {
    yield { type: "ReleaseMutex", mutex, lease };
  }
}

/** A section run as a coroutine, in an environment of its own. */
function inside(run: RunContext, id: string, asked: { readonly work: object }, environment: Environment): Coroutine {
  const { work } = complete(asked, isObject(asked.work));
  return run.spawn(id, bodyOf(run, work), environment);
}

const opened =
  (opens: Opens): Begins =>
  (run, id, asked, asker) =>
    run.spawn(id, opens(run, asked), asker.environment);

/** Bodies that the user gives, as coroutines of their own. */
export const SECTIONS: Readonly<Record<string, Begins>> = {
  RunBody: opened(OPENS.RunBody),
  RunBlock: opened(OPENS.RunBlock),
  RunGenerator: opened(OPENS.RunGenerator),
  InScope: (run, id, asked: { readonly type: string; readonly work: object }, asker) => {
    const { isShieldedInScope: _outside, ...environment } = asker.environment;
    return inside(run, id, asked, { ...environment, guard: besideWhole<Guard>(asked) });
  },
  RunExclusively: (run, id, { mutex, work }: RunExclusively, asker) =>
    run.spawn(id, exclusively(mutex, bodyOf(run, work)), asker.environment),
  Intercept: (run, id, asked: Intercept, asker) => {
    const interceptors = [...(asker.environment.interceptors ?? []), asked.interceptor];
    return inside(run, id, asked, { ...asker.environment, interceptors });
  },
  ProvideContext: (run, id, asked: ProvideContext, asker) => {
    const values = new Map(asker.environment.values).set(besideWhole<ContextKey>(asked), asked.value);
    return inside(run, id, asked, { ...asker.environment, values });
  },
  Shield: (run, id, asked: Shield, asker) => {
    const coroutine = inside(run, id, asked, { ...asker.environment, isShielded: true, isShieldedInScope: true });
    coroutine.isShield = true;
    return coroutine;
  },
};
