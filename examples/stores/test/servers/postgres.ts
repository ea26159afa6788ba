import { execFileSync } from "node:child_process";
import { chownSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Server, User } from "./process.ts";
import { newFolder, startServer } from "./process.ts";

/** Where Debian keeps the programs, by version; they are not on the path. */
const DEBIAN = "/usr/lib/postgresql";

const folders = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, "bin")) : [];
const programs = folders.findLast((folder) => ["initdb", "postgres"].every((name) => existsSync(join(folder, name))));

/** PostgreSQL refuses to run as root: then it runs as the user that Debian made for it. */
function userOf(): User {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** Why there can be no server; undefined if there can. */
export const reasonAgainstPostgres = programs ? undefined : "skipped: Debian's postgresql is not installed";

export function startPostgres(): Promise<Server> {
  const folder = newFolder();
  const user = userOf();
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const program = (name: string): string => join(programs ?? "", name);
  const data = join(folder, "data");
  const made = ["-D", data, "-U", "sweft", "-A", "trust", "--no-locale", "-E", "UTF8", "--no-sync"];
  execFileSync(program("initdb"), made, { cwd: folder, stdio: "ignore", ...user });
  const args = ["-D", data, "-c", "listen_addresses=", "-c", `unix_socket_directories=${folder}`];
  return startServer(folder, { program: program("postgres"), args, ready: /ready to accept connections/, user });
}
