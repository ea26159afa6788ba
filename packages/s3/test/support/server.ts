import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** An S3 server in a process of its own. */
export interface Server {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts `fauxqs`, which is ESM only and so cannot be loaded by jest. It dies with this process, whatever happens. */
export async function startServer(): Promise<Server> {
  const child: ChildProcess = spawn(process.execPath, [join(__dirname, "s3-server.js")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const [printed] = await Promise.race([once(child.stdout ?? child, "data"), exited.then(() => [""])]);
  const port = Number(printed);
  if (!(port > 0)) throw new Error("The S3 server ended before it printed its port; what it said stands above.");
  return {
    port,
    async close() {
      child.stdin?.end();
      await exited;
    },
  };
}
