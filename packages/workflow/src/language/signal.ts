import { userName } from "../values/names.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";

/** The wish to take the next signal of a name, as data. */
export interface Receive {
  readonly type: "Receive";
  readonly signal: string;
}

/** Signals of one name, kept in the order they arrived from the run's first moment on. */
export interface Signal<T> {
  readonly name: string;
  /** Takes the oldest signal not yet taken, or waits for the next. Losing a race takes none. */
  receive(): Receive & Command<T>;
}

/**
 * Declares a signal that a workflow receives and a client or another workflow sends.
 *
 * @param name - 1 to 256 characters, not beginning with `sweft.`.
 * @throws {SweftError} `ID_INVALID`
 */
export function signal<T = unknown>(name: string): Signal<T> {
  userName(name, "signal name");
  return Object.freeze({ name, receive: () => command<T, Receive>({ type: "Receive", signal: name }) });
}
