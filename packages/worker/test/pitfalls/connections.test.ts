import { SWF } from "@aws-sdk/client-swf";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Engine } from "@sweft/engine";
import { openEngine } from "@sweft/engine";
import { serveEngine } from "@sweft/engine/http";
import { activity, workflow } from "@sweft/workflow";
import { openActivityWorker, openDecider } from "../../src/index.ts";
import { recordingLogger } from "../setup.ts";

// What the AWS client's own defaults have done to workers of SWF.

const hop = activity({ name: "hop" }, (n: number) => n + 1);
const hops = workflow({ name: "hops" }, function* () {
  return yield* hop(1);
});

let engine: Engine;
afterEach(() => engine.close());

/** Opens both workers through a real client of AWS, and gives what they have warned of. */
async function warningsWith(requestHandler: object, pollers = 1): Promise<readonly string[]> {
  engine = openEngine();
  const server = await serveEngine(engine);
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  const api = new SWF({ endpoint: server.url, region: "us-east-1", credentials, requestHandler });
  const logger = recordingLogger();
  const place = { api, domain: "shop", logger, pollers };
  const workers = [
    await openDecider({ ...place, workflows: [hops] }),
    await openActivityWorker({ ...place, activities: [hop] }),
  ];
  const closing = Promise.all(workers.map((worker) => worker.close({ force: true })));
  await server.close();
  await closing;
  api.destroy();
  return logger.lines.filter(({ level }) => level === "warn").map(({ message }) => message);
}

describe("a client timeout of 60 s, which equals the long poll", () => {
  it("is warned of by decider and activity worker: it has to be 70 s or more", async () => {
    const warnings = await warningsWith({ requestTimeout: 60_000 });
    expect(
      warnings.filter((warning) => warning.startsWith("requestTimeout of the AWS client is 60000 ms")),
    ).toHaveLength(2);
    expect(warnings[0]).toContain("requestTimeout: 70000");
  });

  it("is not, from 70 s on", async () => {
    const warnings = await warningsWith({ requestTimeout: 70_000 });
    expect(warnings.filter((warning) => warning.includes("AWS client"))).toEqual([]);
  });
});

describe("sockets that are all held by polls, so that responses starve", () => {
  it("are warned of: there have to be more of them, or a pool of their own", async () => {
    const warnings = await warningsWith({ httpsAgent: { maxSockets: 2 } }, 2);
    expect(warnings.filter((warning) => warning.includes("2 sockets, and 2 polls take them all"))).toHaveLength(2);
    expect(warnings[0]).toContain("maxSockets: 52");
  });
});
