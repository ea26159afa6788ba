import type { EventAttributes } from "../history/event.ts";
import { readLetter } from "../values/letter.ts";
import { base32, hashTexts } from "../values/siphash.ts";
import { readValue } from "../work/arguments.ts";
import type { Carried, CarriedSignal } from "../work/carried.ts";
import type { Letter } from "../work/receive.ts";
import { UPDATE_SIGNAL } from "../work/requests.ts";
import type { RunContext } from "../work/run-context.ts";
import { OPERATOR_SIGNAL, operate } from "./operator.ts";

/** Signals of the interpreter's own: never in a mailbox. A table by signal name. */
const ROUTES: ReadonlyMap<string, (run: RunContext, letter: Letter) => void> = new Map([
  [OPERATOR_SIGNAL, operate],
  [UPDATE_SIGNAL, (run, letter) => run.updates.arrived(letter)],
]);

/** How many ids of signals a run hands on: who sends one twice does so within minutes. 7,000 characters hold as many. */
const IDS_HANDED_ON = 512;

/** A short name for a signal and its id, 13 characters long. */
const shortOf = (id: string): string => base32(hashTexts([id]));

/** What becomes of a signal that arrives: it counts once, over all runs of a chain, and goes to whoever it is for. */
export class Inbox {
  readonly #seen = new Set<string>();
  /** Those that earlier runs have seen, in short. */
  #seenBefore: ReadonlySet<string> | undefined = undefined;
  #arrived = 0;

  arrived(run: RunContext, { signalName = "", input }: EventAttributes, eventId: number): void {
    const { id, words, payload } = readLetter(input);
    if (id !== undefined) {
      const key = `${signalName} ${id}`;
      if (this.#seen.has(key) || this.#seenBefore?.has(shortOf(key)) === true) return;
      this.#seen.add(key);
    }
    this.#deliver(run, { name: signalName, id, words, text: payload }, eventId);
  }

  /** Signals that an earlier run handed on, in their order. */
  takeOver(run: RunContext, { signals = [], seen }: Carried): void {
    if (seen !== undefined) this.#seenBefore = new Set(seen.split(" "));
    for (const { name, id, words = [], text } of signals) {
      if (id !== undefined) this.#seen.add(`${name} ${id}`);
      this.#deliver(run, { name, id, words, text }, 0);
    }
  }

  /** What the next run must know to take over: the signals nobody has taken, and the ids of all that have arrived. */
  handOn(run: RunContext): Pick<Carried, "signals" | "seen"> {
    const left = [...run.mailboxes.left(), ...run.updates.left()].sort((a, b) => a.order - b.order);
    const signals = left.map(carriedSignal);
    const all = new Set([...(this.#seenBefore ?? []), ...Array.from(this.#seen, shortOf)]);
    const seen = [...all].slice(-IDS_HANDED_ON);
    return { ...(signals.length > 0 && { signals }), ...(seen.length > 0 && { seen: seen.join(" ") }) };
  }

  #deliver(run: RunContext, told: Pick<Letter, "name" | "id" | "words" | "text">, eventId: number): void {
    const plain = openText(run, told.text);
    const letter: Letter = { ...told, eventId, order: this.#arrived++, read: () => readValue(run, plain) };
    const route = ROUTES.get(told.name);
    if (route === undefined) run.mailboxes.deliver(letter);
    else route(run, letter);
  }
}

/** A signal may be taken days after it came: by then what was fetched for it may be forgotten. What is handed on stays as it came. */
function openText({ converter }: RunContext, text: string | undefined): string | undefined {
  return text === undefined || converter.missing?.(text) === true ? text : (converter.open?.(text) ?? text);
}

const carriedSignal = ({ name, id, words, text }: Letter): CarriedSignal => ({
  name,
  ...(id !== undefined && { id }),
  ...(words.length > 0 && { words }),
  ...(text !== undefined && { text }),
});
