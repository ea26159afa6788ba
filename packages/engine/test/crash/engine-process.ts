import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";

/** An engine in a process of its own, on one file, started as often as it is killed. */
export interface EngineProcess {
  /** Starts it. */
  start(): void;
  /** Where it is served, once it is; while it is down, where the next one will be. Rejects if it ended by itself. */
  url(): Promise<string>;
  /** Ends it at once, by SIGKILL. */
  kill(): Promise<void>;
  /** Does something while it stands still, as it would if the power failed. */
  frozen(work: () => void): void;
  /** What it printed as errors; it has no reason to. */
  readonly errors: readonly string[];
}

/** Bundles the program once, into a folder; gives what starts it on a file. */
export function engineProgram(folder: string): (file: string) => EngineProcess {
  const program = join(folder, "server.mjs");
  buildSync({
    entryPoints: [require.resolve("./server.ts")],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["source"],
    // It loads a binary from beside itself.
    external: ["libsql"],
    banner: { js: 'import { createRequire as from } from "node:module"; const require = from(import.meta.url);' },
  });
  symlinkSync(join(__dirname, "../../../../node_modules"), join(folder, "node_modules"));
  return (file) => engineProcess(program, file);
}

function engineProcess(program: string, file: string): EngineProcess {
  const errors: string[] = [];
  let child: ChildProcess | undefined;
  let url = withResolvers();

  function start(): void {
    const { promise, resolve, reject } = url;
    promise.catch(() => {}); // somebody may ask only later
    const started = spawn(process.execPath, [program, file], { stdio: "pipe" });
    child = started;
    started.stdout.once("data", (line) => resolve(String(line).trim()));
    started.stderr.on("data", (text) => errors.push(String(text)));
    started.once("exit", (code, signal) => {
      if (child !== started) return; // it was killed
      const why = `The engine ended by itself (${code ?? signal}): ${errors.join("")}`;
      errors.push(why);
      url = withResolvers();
      url.promise.catch(() => {});
      url.reject(new Error(why));
      reject(new Error(why));
    });
  }

  return {
    errors,
    start,
    url: () => url.promise,
    async kill() {
      const killed = child;
      if (killed === undefined || killed.exitCode !== null) return;
      child = undefined;
      const pending = url;
      url = withResolvers();
      // Who waited for this one waits for the next.
      url.promise.then(pending.resolve, pending.reject);
      const ended = new Promise((resolve) => killed.once("exit", resolve));
      killed.kill("SIGKILL");
      await ended;
    },
    frozen(work) {
      const stopped = child;
      stopped?.kill("SIGSTOP");
      try {
        untilStopped(stopped?.pid);
        work();
      } finally {
        stopped?.kill("SIGCONT");
      }
    },
  };
}

/** A signal is sent, not obeyed, when `kill` returns: what is being written then is written to its end. */
function untilStopped(pid: number | undefined): void {
  const stat = `/proc/${pid}/stat`;
  const nap = new Int32Array(new SharedArrayBuffer(4));
  // Where the system does not tell, some time must do.
  if (!existsSync(stat)) Atomics.wait(nap, 0, 0, 100);
  else while (!/\) [TZX] /.test(readFileSync(stat, "utf8"))) Atomics.wait(nap, 0, 0, 1);
}

function withResolvers() {
  let resolve = (_: string): void => {};
  let reject = (_: Error): void => {};
  const promise = new Promise<string>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}
