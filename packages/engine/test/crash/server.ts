// A program of its own, which tests kill: an engine on the file named, served over HTTP.
import { serveEngine } from "../../src/http/index.ts";
import { openEngine } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";

const engine = openEngine({ store: sqliteStore(String(process.argv[2])), longPollSeconds: 1 });
const server = await serveEngine(engine);
process.stdout.write(`${server.url}\n`);
// It outlives nobody: its input ends with the process that started it.
process.stdin.on("end", () => process.exit()).resume();
