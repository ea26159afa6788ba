// The same on Amazon SWF: `node tools/run.js examples/orders/dist/aws.js`. One line differs from main.ts, beside its
// import. It needs credentials, and creates the domain sweft-example-orders if that is missing.
import { SWF } from "@aws-sdk/client-swf";
import { runCli } from "./cli.ts";
import { exit, processShell } from "./shell.ts";

const service = () => new SWF({ region: process.env.AWS_REGION ?? "us-east-1" });

exit(await runCli(service, processShell()));
