import type { Workflow } from "@sweft/workflow";
import { replay } from "@sweft/workflow";
import { TestingError } from "./errors.ts";
import type { FakeHistory } from "./history/fake-history.ts";

type AnyWorkflow = Workflow<never[], unknown>;

/** The error for workflow code that replays otherwise than it ran. */
export function replayDiffers({ type }: AnyWorkflow, how: string, cause?: unknown): TestingError {
  return new TestingError(
    "REPLAY_DIFFERS",
    `replayed from zero, workflow ${type.name} ${how}. Its code is not deterministic: take time, chance and other facts from now(), random(), uuid() and cached(…), and keep no state outside the workflow function`,
    cause === undefined ? undefined : { cause },
  );
}

/** The same for code that a replay finds a bug in, and the first run did not. */
export const heldAgain = (workflow: AnyWorkflow, error: unknown): TestingError =>
  replayDiffers(workflow, `is held: ${(error as { readonly message?: unknown } | undefined)?.message ?? error}`, error);

/**
 * Replays a history from zero, to see that everything recorded fits the code.
 * @throws {TestingError} `REPLAY_DIFFERS`
 */
export function assertReplays(workflow: AnyWorkflow, history: FakeHistory): void {
  const { converter, execution } = history;
  const replayed = replay(workflow, history, { converter, execution });
  if (replayed.status !== "held") return;
  const { error } = replayed;
  if ((error as { readonly code?: unknown } | undefined)?.code === "NONDETERMINISM") throw heldAgain(workflow, error);
}
