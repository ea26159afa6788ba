import type { Coroutine } from "../coroutines/coroutine.ts";
import type { Environment } from "../coroutines/environment.ts";
import { callUser } from "../coroutines/scheduler.ts";
import { CanceledError } from "../errors/outcomes.ts";
import { SweftError, withoutFrames } from "../errors/sweft-error.ts";
import { isLater } from "../language/later.ts";
import type { UpdateHandler } from "../language/update.ts";
import { writeFailure, writeValue } from "./arguments.ts";
import { Handler } from "./handler.ts";
import type { ReplyState } from "./reply.ts";
import { noteReply, REPLY_MARKER } from "./reply.ts";
import type { Request, ServesUpdates } from "./requests.ts";
import type { RunContext } from "./run-context.ts";

/** Serves the updates of one name. */
export class UpdateServer extends Handler implements ServesUpdates {
  readonly name: string;
  readonly #handler: UpdateHandler<never, unknown>;

  constructor(
    run: RunContext,
    id: string,
    environment: Environment,
    name: string,
    handler: UpdateHandler<never, unknown>,
  ) {
    super(run, id, environment);
    this.name = name;
    this.#handler = handler;
    run.updates.serve(this);
  }

  /** In a recorded batch the verdict of `validate` is what the history shows. */
  take(request: Request): void {
    const { run } = this;
    const args = argsOf(request);
    const noted = run.notes.find(REPLY_MARKER, request.id);
    if (noted?.head[1] === "rejected") {
      this.#reply(request, "rejected", noted.payload);
      return;
    }
    const refusal = run.isReplaying ? undefined : this.#refusal(args);
    if (refusal !== undefined) {
      this.#reply(request, "rejected", writeFailure(run, refusal.error));
      return;
    }
    const coroutine = this.begin(this.#handler.handle, args, (ended) => this.#ended(request, ended));
    // Its failure is its client's affair; a bug still holds the run.
    coroutine.isPiece = true;
  }

  protected override leaves(): void {
    this.run.updates.leave(this);
  }

  #refusal(args: readonly unknown[]): { readonly error: unknown } | undefined {
    const { validate } = this.#handler;
    if (validate === undefined) return undefined;
    let said: unknown;
    try {
      said = callUser(validate, args as never);
    } catch (error) {
      return { error };
    }
    if (!isLater(said)) return undefined;
    throw new SweftError(
      "UPDATE_INVALID",
      `validate of update ${this.name} gave back something to wait for; it must throw to reject, and do so at once. What takes time belongs into handle`,
    );
  }

  #ended(request: Request, { outcome, hasLeft }: Coroutine): void {
    const { run } = this;
    if (outcome === undefined) return;
    if (hasLeft && run.hasReturned) this.#reply(request, "closed", undefined);
    else if (hasLeft)
      this.#reply(
        request,
        "failed",
        writeFailure(run, withoutFrames(new CanceledError(`update ${this.name} was ended`))),
      );
    else if (!outcome.ok) this.#reply(request, "failed", writeFailure(run, outcome.error));
    else this.#reply(request, "completed", writeValue(run, outcome.value, `the result of update ${this.name}`));
  }

  #reply({ id }: Request, state: ReplyState, payload: string | undefined): void {
    noteReply(this.run, { id, state, payload, what: `the answer to update ${this.name}` });
  }
}

/** The arguments of a request: what is no list, as other programs write it, is the only one. */
function argsOf(request: Request): readonly unknown[] {
  const value = request.read();
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
