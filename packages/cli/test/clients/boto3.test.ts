import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { environment, printed, reasonAgainst } from "./programs.ts";
import { served } from "./served.ts";

const reason = reasonAgainst("python3", ["-c", "import boto3"]);
const suite = reason === undefined ? describe : describe.skip;

suite(`boto3${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
  it("runs a workflow from its registration to its closed history", async () => {
    const { url, stop } = await served();
    const script = join(__dirname, "boto3-workflow.py");
    const { exitCode, out, err } = await printed("python3", [script, url], environment);
    await stop();
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    expect(JSON.parse(out)).toEqual({
      cancelRequested: false,
      eventIds: Array.from({ length: 11 }, (_, index) => index + 1),
      last: "ZÜRICH ✓",
      inOrder: true,
      closed: ["COMPLETED"],
      fault: { Message: "Unknown execution, workflowId = o-1", Code: "UnknownResourceFault" },
    });
  }, 180_000);
});
