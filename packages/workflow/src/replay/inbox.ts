import type { EventAttributes } from "../history/event.ts";
import { readLetter } from "../values/letter.ts";
import { readValue } from "../work/arguments.ts";
import type { Letter } from "../work/receive.ts";
import type { RunContext } from "../work/run-context.ts";

/** Signals of the interpreter's own: never in a mailbox. A table by signal name. */
const ROUTES: ReadonlyMap<string, (run: RunContext, letter: Letter) => void> = new Map([]);

/** What becomes of a signal that arrives: it counts once, and goes to whoever it is for. */
export class Inbox {
  readonly #seen = new Set<string>();

  arrived(run: RunContext, { signalName = "", input }: EventAttributes, eventId: number): void {
    const { id, words, payload } = readLetter(input);
    if (id !== undefined) {
      if (this.#seen.has(id)) return;
      this.#seen.add(id);
    }
    const letter: Letter = { name: signalName, eventId, id, words, text: payload, read: () => readValue(run, payload) };
    const route = ROUTES.get(signalName);
    if (route === undefined) run.mailboxes.deliver(letter);
    else route(run, letter);
  }
}
