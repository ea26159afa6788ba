import type { ChildProcess } from "node:child_process";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A server of a test's own, on a socket in a folder of its own: no port that another could have. */
export interface Server {
  /** The folder with its socket and its data. */
  readonly folder: string;
  close(): Promise<void>;
}

/** Whom a program runs as; as we are, if that is undefined. */
export interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** Whether a program can be run. */
export function works(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), "sweft-store-"));

/** Starts a program in a folder and waits until it prints that it serves. In the end it is killed by its id. */
export async function startServer(
  folder: string,
  { program, args, ready, user = {} }: { program: string; args: readonly string[]; ready: RegExp; user?: User },
): Promise<Server> {
  const child: ChildProcess = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], ...user });
  const exited = once(child, "exit");
  let printed = "";
  await new Promise<void>((resolve, reject) => {
    const read = (text: unknown): void => {
      printed += String(text);
      if (ready.test(printed)) resolve();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    exited.then(() => reject(new Error(`${program} ended:\n${printed}`)), reject);
  });
  return {
    folder,
    async close() {
      child.kill("SIGINT");
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}
