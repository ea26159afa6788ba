import { all } from "../../composites/all.ts";
import { race } from "../../composites/race.ts";
import type { Coroutine } from "../../coroutines/coroutine.ts";
import type { Work } from "../../coroutines/work.ts";
import { SweftError } from "../../errors/sweft-error.ts";
import type { RunBody, RunGenerator } from "../../language/block.ts";
import { isGenerator } from "../../language/block.ts";
import type { All, Race } from "../../language/combine.ts";
import type { Coroutine as Body } from "../../language/command.ts";
import type { RunContext } from "../../work/run-context.ts";
import type { Begins } from "./table.ts";
import { complete, isObject } from "./table.ts";

function runBody(run: RunContext, id: string, asked: RunBody, asker: Coroutine): Work {
  const { body, args } = complete(asked, typeof asked.body === "function" && Array.isArray(asked.args));
  const generator: unknown = body(...(args as never[]));
  if (isGenerator(generator)) return run.spawn(id, generator, asker.environment);
  throw new SweftError(
    "BODY_NOT_GENERATOR",
    `${body.name || "the function"} given to a command is no generator function; write \`function* () { … }\``,
  );
}

function runGenerator(run: RunContext, id: string, asked: RunGenerator, asker: Coroutine): Work {
  const generator = complete(asked, typeof asked.open === "function").open();
  if (run.adopted.has(generator)) {
    throw new SweftError(
      "GENERATOR_REUSED",
      "one generator object was given to two commands and can run only once; call the generator function again, or give the function itself",
    );
  }
  run.adopted.add(generator);
  return run.spawn(id, generator, asker.environment);
}

/** A composite that is written in the language. */
const expands =
  <C>(isComplete: (asked: C) => boolean, expand: (asked: C, id: string) => Body<unknown>): Begins =>
  (run, id, asked: C & object, asker) =>
    run.spawn(id, expand(complete(asked, isComplete(asked)), id), asker.environment);

/** Work that is a coroutine of its own: composites, and bodies that the user gives. */
export const BODIES: Readonly<Record<string, Begins>> = {
  All: expands(({ work }: All) => isObject(work), all),
  Race: expands(({ work }: Race) => isObject(work), race),
  RunBody: runBody,
  RunGenerator: runGenerator,
};
