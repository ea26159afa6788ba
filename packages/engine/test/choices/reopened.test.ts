import { describe, expect, it } from "@jest/globals";
import { openFolders } from "../store/folder.ts";
import { handClock } from "../store/hand-clock.ts";
import { openRestartable } from "../store/restartable.ts";
import { complete, schedule } from "../support/decisions.ts";
import { startMs } from "../support/desk.ts";

const folderOf = openFolders();

describe("a store that is opened with another choice", () => {
  it("shows histories as they were shown when they were written, open ones and closed ones", async () => {
    const hidden = { choices: { inheritedTimeouts: "hidden" } } as const;
    const { desk, restart } = await openRestartable(folderOf(), handClock(startMs), hidden);
    const openId = await desk.start();
    await desk.decide(schedule("a", { heartbeatTimeout: "5" }));
    const closedId = await desk.start("order-2");
    await desk.decide(schedule("b"), complete());
    const written = [await desk.events(openId), await desk.events(closedId, "order-2")];
    await restart(0, { choices: {} });
    expect([await desk.events(openId), await desk.events(closedId, "order-2")]).toEqual(written);
    await desk.signal();
    const { events } = await desk.poll();
    expect(events?.slice(0, 5)).toEqual(written[0]?.slice(0, 5));
    const shownId = await desk.start("order-3");
    await desk.decide(schedule("c"));
    expect(await desk.last(shownId, "ActivityTaskScheduled", "order-3")).toMatchObject({ heartbeatTimeout: "NONE" });
    await desk.close();
  });
});
