import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";

/** Is it a `function*`, told without `instanceof`, which fails across realms? */
export function isGeneratorFunction(value: unknown): boolean {
  const tag = typeof value === "function" ? Object.prototype.toString.call(value) : "";
  return tag === "[object GeneratorFunction]" || tag === "[object AsyncGeneratorFunction]";
}

/**
 * Catches `items.map(charge)`, which passes index and array as arguments too.
 * @throws {SweftError} `ARRAY_MAP_ARGUMENTS`
 */
export function checkArguments(args: readonly unknown[], name: string): void {
  if (args.length < 3) return;
  const array = args[args.length - 1];
  const index = args[args.length - 2];
  if (args.length !== 3 || !Array.isArray(array) || typeof index !== "number") return;
  if (index < array.length && Object.is(array[index], args[0])) {
    throw new SweftError(
      "ARRAY_MAP_ARGUMENTS",
      `${name} was given an item, its index and the whole array, as Array.prototype.map does; write \`items.map((item) => ${name}(item))\``,
    );
  }
}

const LOWEST = -2_147_483_648;
const HIGHEST = 2_147_483_647;

/** A task priority as SWF takes it. Throws `OPTION_INVALID` if it is no 32-bit integer. */
export function priorityText(priority: number | undefined, what: string): string {
  if (priority === undefined) return "0";
  if (Number.isInteger(priority) && priority >= LOWEST && priority <= HIGHEST) return String(priority);
  throw new SweftError(
    "OPTION_INVALID",
    `${what} is ${describe(priority)}; write a whole number between ${LOWEST} and ${HIGHEST}`,
  );
}

/** What is left of SWF's 32,768 characters behind the longest head that Sweft writes. */
const CONTROL_CHARACTERS = 32_512;

/** A user's text for the `control` field. Throws `OPTION_INVALID` if it is no text. */
export function controlText(control: string | undefined, what: string): string | undefined {
  if (control === undefined || (typeof control === "string" && control.length <= CONTROL_CHARACTERS)) return control;
  throw new SweftError(
    "OPTION_INVALID",
    `${what} is ${describe(control)}; write a text of at most ${CONTROL_CHARACTERS} characters`,
  );
}

/** Catches misspelled options. Throws `OPTION_INVALID` if they are no object, or have a name that nobody reads. */
export function checkOptions(options: unknown, known: readonly string[], what: string): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new SweftError(
      "OPTION_INVALID",
      `the options of ${what} are ${describe(options)}; write an object with ${known.join(", ")}`,
    );
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new SweftError(
      "OPTION_INVALID",
      `${what} has no option ${describe(name)}; its options are ${known.join(", ")}`,
    );
  }
}
