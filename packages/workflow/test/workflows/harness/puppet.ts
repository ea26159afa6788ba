import type { Coroutine, Workflow, WorkflowOptions } from "../../../src/index.ts";
import { CanceledError, signal, workflow } from "../../../src/index.ts";

/** How a puppet is to end. */
export type Pull =
  | { readonly how: "completes"; readonly value: unknown }
  | { readonly how: "fails"; readonly message: string; readonly code: string | undefined }
  | { readonly how: "confirms" };

export const strings = signal<Pull>("strings");

/** A puppet that is canceled waits on: it says so when it is told to. */
function* nextPull(): Coroutine<Pull> {
  for (;;) {
    try {
      return yield* strings.receive();
    } catch {
      // Canceled.
    }
  }
}

/** A child workflow that does nothing, and ends when and how the test says. */
export const puppet = <A extends readonly unknown[], R>(options: WorkflowOptions): Workflow<A, R> =>
  workflow<A, unknown>(options, function* () {
    const pull = yield* nextPull();
    if (pull.how === "completes") return pull.value;
    if (pull.how === "confirms") throw new CanceledError("as it was asked to");
    const { message, code } = pull;
    throw Object.assign(new Error(message), code === undefined ? {} : { code });
  }) as Workflow<A, R>;
