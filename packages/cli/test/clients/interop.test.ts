import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { awsCli, environment, printed, reasonAgainst } from "./programs.ts";
import { served } from "./served.ts";
import { openShop } from "./shop.ts";

const without = {
  boto3: reasonAgainst("python3", ["-c", "import boto3"]),
  aws: reasonAgainst("aws", ["--version"]),
};
const suiteOf = (reason: string | undefined) => (reason === undefined ? describe : describe.skip);
const titleOf = (client: string, reason: string | undefined) =>
  `${client} and workflows of Sweft${reason === undefined ? "" : ` (skipped: ${reason})`}`;

/** Runs something while Sweft decides on an engine that other clients reach. */
async function withShop<T>(use: (url: string) => Promise<T>): Promise<T> {
  const { url, stop } = await served();
  const close = await openShop(url);
  try {
    return await use(url);
  } finally {
    await close();
    await stop();
  }
}

suiteOf(without.boto3)(titleOf("boto3", without.boto3), () => {
  it("understand each other in plain JSON, and in texts that are none", async () => {
    const script = join(__dirname, "interop.py");
    const { exitCode, out, err } = await withShop((url) => printed("python3", [script, url], environment));
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    expect(JSON.parse(out)).toEqual({
      ran: { work: [4200, "Ann"], end: { item: "Bücher ✓", cents: 4200, by: "Ann", receipt: "R-17" } },
      alone: { work: [1, "Bob"], end: { item: "a lone object", cents: 1, by: "Bob", receipt: "R-18" } },
      text: {
        work: ["[neither"],
        end: { args: ["no JSON: Zürich ✓"], signaled: "[neither", result: "nor {this}" },
      },
    });
  }, 180_000);
});

suiteOf(without.aws)(titleOf("the AWS command line", without.aws), () => {
  it("understand each other in plain JSON", async () => {
    await withShop(async (url) => {
      const domain = "shop";
      const workflowId = "cli-order";
      // Whoever does the work registers its type.
      await awsCli(url, "register-activity-type", { domain, name: "charge", version: "1" });
      const started = await awsCli(url, "start-workflow-execution", {
        domain,
        workflowId,
        workflowType: { name: "order", version: "1" },
        taskList: { name: "deciders" },
        input: '[{"item":"book","cents":4200}]',
      });
      const execution = { workflowId, runId: String(started?.runId) };
      const [task] = await Promise.all([
        nextOf(() => awsCli(url, "poll-for-activity-task", { domain, taskList: { name: "tills" } }), "taskToken"),
        awsCli(url, "signal-workflow-execution", { domain, workflowId, signalName: "approve", input: '{"by":"Ann"}' }),
      ]);
      expect(task.input).toBe('[4200,"Ann"]');
      await awsCli(url, "respond-activity-task-completed", { taskToken: task.taskToken, result: '{"receipt":"R-17"}' });
      const [end] = await nextOf(async () => {
        const page = { domain, execution, reverseOrder: true, maximumPageSize: 1 };
        const { events } = (await awsCli(url, "get-workflow-execution-history", page)) as {
          readonly events: readonly [
            { readonly workflowExecutionCompletedEventAttributes?: { readonly result: string } },
          ];
        };
        return events[0].workflowExecutionCompletedEventAttributes === undefined ? undefined : events;
      }, "0");
      expect(end.workflowExecutionCompletedEventAttributes?.result).toBe(
        '{"item":"book","cents":4200,"by":"Ann","receipt":"R-17"}',
      );
    });
  }, 180_000);
});

/** Asks until an answer has what is asked for: polls end early in this engine. */
async function nextOf<T extends object>(ask: () => Promise<T | undefined>, key: string): Promise<T> {
  for (let asked = 0; asked < 30; asked++) {
    const answer = await ask();
    if (answer !== undefined && key in answer) return answer;
  }
  throw new Error(`no ${key} came`);
}
