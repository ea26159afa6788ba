import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../src/index.ts";
import { fakeIo } from "../fake-io.ts";

/** `sweft engine` on a file, and its end. */
export interface Served {
  readonly url: string;
  stop(): Promise<void>;
}

/** Runs `sweft engine` in this process until it is stopped. Polls wait a second. */
export async function served(): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "sweft-clients-"));
  const io = fakeIo();
  const store = `sqlite:${join(folder, "engine.db")}`;
  const exit = run(["engine", "--port", "0", "--long-poll", "1", "--store", store], io);
  let ended = false;
  void exit.finally(() => {
    ended = true;
  });
  for (;;) {
    const url = /http:\/\/\S+/.exec(io.printed.out)?.[0];
    if (url !== undefined) return { url, stop };
    if (ended) throw new Error(`The engine did not start: ${io.printed.err}`);
    await new Promise((resolve) => setImmediate(resolve));
  }

  async function stop(): Promise<void> {
    io.stop();
    await exit;
    rmSync(folder, { recursive: true });
  }
}
