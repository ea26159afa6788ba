import { toFailure } from "../errors/failure.ts";
import type { LogLevel } from "../language/facts.ts";

/** What writing a state needs of its run. */
interface Writer {
  readonly isReplaying: boolean;
  readonly converter: { write(value: unknown): string };
  log(level: LogLevel, message: string, fields: undefined): void;
}

/** What the workflow has published in the decision being made: the last that could be written. */
export class Published {
  #text: string | undefined = undefined;

  /** Writes a state, once; in replay it has been said already. */
  set(run: Writer, state: unknown): void {
    if (run.isReplaying) return;
    try {
      this.#text = state === undefined ? "" : run.converter.write(state);
    } catch (error) {
      const { message } = toFailure(error);
      run.log("warn", `the published state cannot be written, and is left out: ${message}`, undefined);
    }
  }

  /** The text for the completion; undefined if nothing was published since the last one. */
  take(): string | undefined {
    const text = this.#text;
    this.#text = undefined;
    return text;
  }
}
