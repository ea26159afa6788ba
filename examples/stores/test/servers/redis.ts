import { join } from "node:path";
import type { Server } from "./process.ts";
import { newFolder, startServer, works } from "./process.ts";

const PROGRAM = "redis-server";

/** Why there can be no server; undefined if there can. */
export const reasonAgainstRedis = works(PROGRAM) ? undefined : "skipped: Debian's redis-server is not installed";

export const socketOf = ({ folder }: Server): string => join(folder, "redis.sock");

export function startRedis(): Promise<Server> {
  const folder = newFolder();
  const socket = ["--port", "0", "--unixsocket", join(folder, "redis.sock")];
  const durable = ["--save", "", "--appendonly", "yes", "--appendfsync", "always"];
  const args = [...socket, "--dir", folder, ...durable];
  return startServer(folder, { program: PROGRAM, args, ready: /ready to accept connections/i });
}
