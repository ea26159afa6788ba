import { peek } from "../errors/bug.ts";
import { isGenerator } from "./block.ts";
import { isCommand } from "./command.ts";
import { isHandle } from "./handle.ts";

/** Is it something that one would have to wait for: a promise, a command, a handle, a generator? */
export const isLater = (value: unknown): boolean =>
  isCommand(value) || isHandle(value) || isGenerator(value) || typeof peek(value, "then") === "function";
