// The main job of `npm start`: orders on the engine, all in this process.
import { openEngine } from "@sweft/engine";
import { runCli } from "./cli.ts";
import { exit, processShell } from "./shell.ts";

const service = () => openEngine();

exit(await runCli(service, processShell()));
