import type { ReplayArgs } from "../src/commands/replay.ts";
import { replay } from "../src/commands/replay.ts";
import type { World } from "./fake-io.ts";
import { fakeIo } from "./fake-io.ts";

/** Where the module with the workflows is. */
export const MODULE = "/app/workflows.js";

/** Replays `h.json` with a module's exports. */
export async function replayed(
  text: string,
  exports: Record<string, unknown>,
  args: Partial<ReplayArgs> = {},
  world?: World,
) {
  const io = fakeIo({ files: { "/app/h.json": text }, modules: { [MODULE]: exports }, ...world });
  const exitCode = await replay({ module: "workflows.js", histories: ["h.json"], ...args }, io);
  return { exitCode, io, out: io.printed.out, err: io.printed.err };
}
