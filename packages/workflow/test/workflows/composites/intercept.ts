import { activity, intercept, sleep, workflow } from "../../../src/index.ts";
import { completes, passes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "an interceptor stands between work and who asks for it, and may change both ways",
  workflow: workflow({ name: "watched" }, function* () {
    const asked: string[] = [];
    const result = yield* intercept(
      function* (command, next) {
        asked.push(command.type);
        const value = yield* next(command);
        return command.type === "ScheduleActivity" ? Number(value) * 2 : value;
      },
      function* () {
        yield* sleep("1m");
        return yield* work(1);
      },
    );
    return [result, asked];
  }),
  activities: [work],
  happens: [passes("1m"), completes(work, 21)],
  ends: { completed: [42, ["StartTimer", "ScheduleActivity"]] },
});
