import { nodeIo } from "./node-io.ts";
import { run } from "./run.ts";

// A reader such as `head` may leave before the end: that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 2));

const exitCode = await run(process.argv.slice(2), nodeIo(process));
// A workflow module may have opened what keeps the process alive: leave as soon as everything is printed.
process.stdout.write("", () => process.stderr.write("", () => process.exit(exitCode)));
