import type { Coroutine } from "../coroutines/coroutine.ts";
import type { Work } from "../coroutines/work.ts";
import type { Handle } from "../language/handle.ts";
import type { QueryHandler } from "../language/query.ts";
import type { LocalWait } from "../work/local-wait.ts";
import { Patches } from "../work/patches.ts";
import { Mailboxes } from "../work/receive.ts";
import { openLetter } from "../work/rejection.ts";
import { Updates } from "../work/requests.ts";
import type { RunContext } from "../work/run-context.ts";

/** What a run knows that most runs never need. Made when something of it is first asked for. */
export class Rare {
  readonly patches = new Patches();
  readonly locals = new WeakMap<object, object>();
  readonly localWaits = new Set<LocalWait>();
  readonly retried = new Map<string, Coroutine>();
  readonly queries = new Map<string, QueryHandler<never, unknown>>();
  readonly updates = new Updates();
  readonly handles = new WeakMap<Handle<unknown>, Work>();
  readonly adopted = new WeakSet<object>();
  readonly mailboxes: Mailboxes;

  constructor(run: RunContext) {
    this.mailboxes = new Mailboxes((letter, schema) => openLetter(run, letter, schema));
  }
}
