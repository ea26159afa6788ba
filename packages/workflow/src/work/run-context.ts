import type { Coroutine } from "../coroutines/coroutine.ts";
import type { Environment } from "../coroutines/environment.ts";
import type { Guard } from "../coroutines/guard.ts";
import type { Scheduler } from "../coroutines/scheduler.ts";
import type { Work } from "../coroutines/work.ts";
import type { EventAttributes } from "../history/event.ts";
import type { Notes } from "../history/notes.ts";
import type { LogLevel, WorkflowInfo } from "../language/facts.ts";
import type { Handle, Outcome } from "../language/handle.ts";
import type { QueryHandler } from "../language/query.ts";
import type { DigestKey } from "../values/digest.ts";
import type { PayloadFormat } from "../values/payload-format.ts";
import type { HashKey } from "../values/siphash.ts";
import type { Chain } from "./chain.ts";
import type { Conditions } from "./conditions.ts";
import type { InFlight } from "./in-flight.ts";
import type { LocalWait } from "./local-wait.ts";
import type { Outbox } from "./outbox.ts";
import type { Patches } from "./patches.ts";
import type { Pause } from "./pause.ts";
import type { Published } from "./published.ts";
import type { Mailboxes } from "./receive.ts";
import type { Updates } from "./requests.ts";

/** Values to text and back; synchronous, as replay is. The real one lives in `@sweft/payload`. */
export interface Converter {
  /**
   * The text of a value, of any length. Throws if the value cannot be carried. Never called with undefined.
   *
   * @param name - What messages call the value, such as `args`.
   * @param format - What the declaration says of the field. Default: nothing.
   */
  write(value: unknown, name?: string, format?: PayloadFormat): string;
  /** The value of a text. */
  read(text: string, format?: PayloadFormat): unknown;
  /** Does the text point to bytes that are not here yet? Cheap. Default: never. */
  missing?(text: string): boolean;
  /** How many bytes a text that is missing stands for. Default: its length. */
  sizeOf?(text: string): number;
  /** A text that is never missing with the same value: for texts that are read later than they come. Default: itself. */
  open?(text: string): string;
  /** The most bytes that a text of so many takes in its field, such as encrypted. Default: as many. */
  readonly sealedBytes?: ((textBytes: number) => number) | undefined;
  /** Do reasons of failures tell only the code or name, since payloads are secret? Default: no. */
  readonly hidesReasons?: boolean;
}

/** A line that workflow code logs, with the run it comes from. */
export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
  readonly workflowId: string | undefined;
  readonly runId: string | undefined;
}

/** Looks for the coroutine that asks for the command with an id. */
export interface Seeker {
  readonly id: string;
  found(asker: Coroutine): void;
}

/** What the pieces of work see of the run they belong to. */
export interface RunContext {
  readonly scheduler: Scheduler<Coroutine>;
  readonly outbox: Outbox;
  readonly converter: Converter;
  /** The keys of digests, if payloads are secret: the first is used, and those of before are known. */
  readonly digestKeys: readonly DigestKey[];
  /** Work in flight, by the event that scheduled, started or initiated it; in the order of the history. */
  readonly open: InFlight;
  /** Functions asked for and neither run nor found in the history yet. */
  readonly effects: PendingEffect[];
  readonly mailboxes: Mailboxes;
  /** What answers queries, by name. */
  readonly queries: Map<string, QueryHandler<never, unknown>>;
  readonly updates: Updates;
  /** What the run keeps of its queues and mutexes, by their keys. */
  readonly locals: WeakMap<object, object>;
  /** Waits for these. */
  readonly localWaits: Set<LocalWait>;
  /** The scopes that go on. */
  readonly guards: Set<Guard>;
  /** Waits until something is so. */
  readonly conditions: Conditions;
  /** The interpreter's own markers, of later completions too. */
  readonly notes: Notes;
  /** Which changes of the code the run has taken. */
  readonly patches: Patches;
  /** Work that is tried again, by its id, until it ends. */
  readonly retried: ReadonlyMap<string, Coroutine>;
  readonly pause: Pause;
  /** Set in a replay that only looks for a place in the source. */
  readonly seeker: Seeker | undefined;
  /** What the next completion says of the run's state. */
  readonly published: Published;
  readonly handles: WeakMap<Handle<unknown>, Work>;
  /** Generator objects that run as coroutines already. */
  readonly adopted: WeakSet<object>;
  /** Written by something else than this interpreter: matched by type alone. */
  readonly isForeign: boolean;
  /** Does this run go by a change of the interpreter's behaviour? If not, it was begun by the old rule and keeps to it. */
  hasFlag(flag: number): boolean;
  /** Has the workflow's body ended? */
  readonly hasReturned: boolean;
  /**
   * Does history show everything that the batch being delivered came to? Then what it does not show was not decided. False for
   * the decision being made, and for those of which some did not fit into any completion yet.
   */
  readonly isReplaying: boolean;
  /** Time of the decision being made, in ms. */
  readonly time: number;
  readonly streamKey: HashKey;
  readonly info: WorkflowInfo;
  readonly defaultTaskList: string;
  readonly chain: Chain;
  /** What the run's first event says of how it was started. */
  readonly started: EventAttributes;
  /** Keeps room in the history for work that the decision being made begins. Throws `HISTORY_BUDGET`. */
  charge(asked: object): void;
  /**
   * Looks whether there is room for work so many times; if alone, in the history of a run that does nothing else. Throws
   * `HISTORY_BUDGET`.
   */
  expects(asked: object, times: number, isAlone: boolean): void;
  /** Starts a body as a coroutine; `first` is the work it only stands for, such as the first attempt of a retry. */
  spawn(id: string, body: Coroutine["body"], environment: Environment, first?: Work): Coroutine;
  log(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>> | undefined): void;
}

/** A function that a `cached` command asked for: its outcome comes from the history, or from running it. */
export interface PendingEffect extends Work {
  /** How its marker is told from others. */
  readonly key: string;
  readonly name: string;
  readonly fn: () => unknown;
  describe(): string;
  /** Ends with the outcome that a marker keeps. */
  replayed(eventId: number, details: string | undefined): void;
  /** Ends with what the function has just returned or thrown. */
  ran(outcome: Outcome): void;
}
