import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "@jest/globals";
import { sqliteStore } from "../../src/sqlite.ts";
import * as decisions from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { domain, openDesk, startMs } from "../support/desk.ts";
import { openFolders } from "./folder.ts";
import { handClock } from "./hand-clock.ts";

const folderOf = openFolders();

/** `SWEFT_FLAT_EXECUTIONS=100000 npx jest packages/engine/test/store/flat` runs the long way. */
const executions = Number(process.env.SWEFT_FLAT_EXECUTIONS ?? 10_000);
const together = 250;

/** The least that an execution leaves behind if it is not let go of: its ids alone take as much. */
const bytesEach = 100;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void; // the flag has put it there

/** Lives of `together` executions: an activity, a timer that is cancelled, a child, and the end. */
async function live(desk: Desk, batch: number): Promise<void> {
  const names = Array.from({ length: together }, (_, index) => `${batch}-${index}`);
  await Promise.all(names.map((name) => desk.start(name)));
  await Promise.all(names.map(() => desk.decide(decisions.schedule("a"), decisions.timer("t", 3_600))));
  const activities = await Promise.all(names.map(() => desk.work()));
  const heartbeats = activities.map(({ taskToken = "" }) => desk.engine.recordActivityTaskHeartbeat({ taskToken }));
  await Promise.all(heartbeats);
  await Promise.all(
    activities.map(({ taskToken = "" }) => desk.engine.respondActivityTaskCompleted({ taskToken, result: "r" })),
  );
  await Promise.all(
    names.map(async () => {
      const task = await desk.poll();
      const { workflowId } = task.workflowExecution ?? {};
      await desk.respond(task, decisions.child(`${workflowId}-kid`), decisions.complete("done"));
    }),
  );
  await desk.clock.advance(0);
  await Promise.all(names.map(() => desk.decide(decisions.complete("done"))));
  await desk.clock.advance(0);
}

it(`keeps no memory of ${executions} executions that have closed`, async () => {
  const store = sqliteStore(join(folderOf(), "a.db"));
  const clock = handClock(startMs);
  const desk: Desk = { ...(await openDesk({ store, clock })), clock };
  const used = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  let lived = 0;
  for (; lived < 2_000; lived += 2 * together) await live(desk, lived);
  const before = used();
  for (; lived < executions + 2_000; lived += 2 * together) await live(desk, lived);
  const startTimeFilter = { oldestDate: new Date(0) };
  expect(await desk.engine.countOpenWorkflowExecutions({ domain, startTimeFilter })).toMatchObject({ count: 0 });
  expect(await desk.engine.countClosedWorkflowExecutions({ domain, startTimeFilter })).toMatchObject({ count: lived });
  expect(used() - before).toBeLessThan(executions * bytesEach);
  await desk.close();
}, 600_000);
