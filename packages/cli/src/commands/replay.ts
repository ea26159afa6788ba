import { CliError, stackOf } from "../errors.ts";
import type { Io } from "../io.ts";
import type { PayloadsArgs } from "../payloads.ts";
import { payloadsOf } from "../payloads.ts";
import { replayFile } from "../replaying/replay-file.ts";
import { tell, tellJson } from "../replaying/report.ts";
import type { Verdict } from "../replaying/verdict.ts";
import { loadWorkflows } from "../replaying/workflows.ts";

/** What `sweft replay` is told. */
export interface ReplayArgs extends PayloadsArgs {
  /** Path of the JavaScript module that exports the workflows. */
  readonly module: string;
  /** Files, or `-` for stdin, at least one. */
  readonly histories: readonly string[];
  /** One JSON object a line instead of text for people. */
  readonly json?: true;
}

/** How bad an outcome is: the exit code is the worst. */
const BADNESS = { ok: 0, divergence: 1, bug: 1, error: 2 } as const satisfies Record<Verdict["outcome"], number>;

/**
 * `sweft replay`: replays recorded histories and tells of each whether the code still fits.
 *
 * @returns 0 if all fit, 1 after a divergence or a bug, 2 if a history could not be replayed at all.
 * @throws {CliError} `USAGE_INVALID`, `MODULE_UNREADABLE`, `STORE_INVALID`, `PAYLOADS_INVALID`
 */
export async function replay({ module, histories, json, ...where }: ReplayArgs, io: Io): Promise<0 | 1 | 2> {
  if (histories.filter((file) => file === "-").length > 1) {
    throw new CliError("USAGE_INVALID", "`-` stands twice among the histories; stdin can be read only once");
  }
  const replaying = {
    ...(await payloadsOf(where, io)),
    workflows: await loadWorkflows(module, io),
    io,
  };
  const isDebugging = Boolean(io.env.SWEFT_DEBUG);
  let worst: 0 | 1 | 2 = 0;
  for (const file of histories) {
    const verdict = await replayFile(file, replaying);
    worst = BADNESS[verdict.outcome] > worst ? BADNESS[verdict.outcome] : worst;
    const print = verdict.outcome === "error" && !json ? io.err : io.out;
    print(json ? tellJson(verdict, isDebugging) : tell(verdict));
    if (isDebugging && !json && verdict.outcome !== "ok") io.err(`${stackOf(verdict.error)}\n`);
  }
  return worst;
}
