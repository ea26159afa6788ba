import { expect, it } from "@jest/globals";
import { activity, all, race, replay, sleep, workflow } from "../src/index.ts";

const charge = activity({ name: "charge" }, async (n: number) => n);
const wf = workflow({ name: "w" }, function* (n: number) {
  const a = yield* charge(n);
  const [b, c] = yield* all([charge(a + 1), charge(a + 2)]);
  const r = yield* race({ x: charge(5), late: sleep("1m") });
  return a + b + c + (r.winner === "x" ? r.value : 0);
});
it("replays", () => {
  const ev: any[] = [];
  const add = (t: string, a: object = {}) => {
    ev.push({
      eventId: ev.length + 1,
      eventType: t,
      eventTimestamp: 1700000000 + ev.length,
      [t[0]!.toLowerCase() + t.slice(1) + "EventAttributes"]: a,
    });
    return ev.length;
  };
  add("WorkflowExecutionStarted", { input: "[1]", taskList: { name: "l" } });
  add("DecisionTaskScheduled");
  const execution = { workflowId: "w1", runId: "r1" };
  const go = () => {
    add("DecisionTaskStarted");
    const r = replay(wf, ev, { execution });
    console.log(JSON.stringify(r, null, 1));
    const c = add("DecisionTaskCompleted");
    const ids: number[] = [];
    for (const d of (r as any).decisions) {
      const t: any = {
        ScheduleActivityTask: "ActivityTaskScheduled",
        StartTimer: "TimerStarted",
        RecordMarker: "MarkerRecorded",
        CancelTimer: "TimerCanceled",
        CompleteWorkflowExecution: "WorkflowExecutionCompleted",
      };
      const k = Object.keys(d).find((x) => x.endsWith("Attributes"))!;
      const e = add(t[d.decisionType], { ...d[k], decisionTaskCompletedEventId: c });
      if (d.decisionType === "ScheduleActivityTask") ids.push(e);
    }
    return ids;
  };
  let ids = go();
  const fin = (id: number) => {
    add("ActivityTaskStarted");
    add("ActivityTaskCompleted", {
      scheduledEventId: id,
      result: JSON.stringify(JSON.parse(ev[id - 1].activityTaskScheduledEventAttributes.input)[0] * 10),
    });
  };
  fin(ids[0]!);
  ids = go();
  fin(ids[1]!);
  fin(ids[0]!);
  ids = go();
  fin(ids[0]!);
  go();
  const r = replay(wf, ev);
  expect(r).toMatchObject({ status: "completed", result: 10 + 110 + 120 + 50, decisions: [] });
});
