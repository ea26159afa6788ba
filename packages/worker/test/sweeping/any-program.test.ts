import { expect, it, jest } from "@jest/globals";
import type { Coroutine } from "@sweft/workflow";
import { activity, cached, continueAsNew, external, publish, signal, sleep, start, workflow } from "@sweft/workflow";
import fc from "fast-check";
import type { Yard } from "./support.ts";
import { big, openYard } from "./support.ts";

jest.setTimeout(600_000);

/** What a run does, one after the other. */
type Step =
  | { readonly does: "work" | "again" | "take" | "send" | "note" | "tell" }
  | { readonly does: "sleep"; readonly days: number }
  | { readonly does: "child"; readonly steps: readonly Step[]; readonly isLeft: boolean };

const word = signal<string>("word");
const work = activity({ name: "work" }, async (text: string) => big(`done ${text}`));

/** Everything it passes on is too long for its field. */
const play = workflow(
  { name: "play", executionStartToCloseTimeout: "300 days" },
  function* (steps: readonly Step[], ballast: string): Coroutine<string> {
    let last = ballast;
    for (const [at, step] of steps.entries()) {
      if (step.does === "child") {
        if (step.isLeft) yield* start(play.with({ onParentClose: "abandon" })(step.steps, big("left")));
        else last = yield* play(step.steps, big("child"));
      } else if (step.does === "work") last = yield* work(last.slice(0, 200));
      else if (step.does === "again") return yield* continueAsNew(play, steps.slice(at + 1), big("again"));
      else if (step.does === "take") last = (yield* word.tryReceive())?.value ?? last;
      else if (step.does === "send") last = yield* send();
      else if (step.does === "note") last = yield* cached("note", () => big("noted"));
      else if (step.does === "tell") yield* publish(big("told"));
      else if (step.does === "sleep") yield* sleep(step.days * 86_400);
    }
    return last;
  },
);

/** Whoever it is for may have ended. */
function* send(): Coroutine<string> {
  try {
    yield* external("root").signal(word, big("sent"));
    return big("arrived");
  } catch {
    return big("too late");
  }
}

const simple: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    does: fc.constantFrom(
      "work" as const,
      "again" as const,
      "take" as const,
      "send" as const,
      "note" as const,
      "tell" as const,
    ),
  }),
  fc.record({ does: fc.constant("sleep" as const), days: fc.integer({ min: 1, max: 3 }) }),
);
const child: fc.Arbitrary<Step> = fc.record({
  does: fc.constant("child" as const),
  steps: fc.array(simple, { maxLength: 4 }),
  isLeft: fc.boolean(),
});
const programs = fc.array(fc.oneof({ weight: 3, arbitrary: simple }, child), { minLength: 2, maxLength: 7 });

/** Replays all that the service knows; answers how many executions that are. */
async function replayAll(yard: Yard): Promise<number> {
  const all = { domain: "shop", startTimeFilter: { oldestDate: new Date(0) } };
  const lists = [await yard.api.listOpenWorkflowExecutions(all), await yard.api.listClosedWorkflowExecutions(all)];
  const executions = lists.flatMap(({ executionInfos = [] }) => executionInfos.map(({ execution }) => execution));
  for (const execution of executions) {
    const { workflowId = "", runId = "" } = execution ?? {};
    expect(["blocked", "completed", "continued"]).toContain(await yard.replayed(play, { workflowId, runId }));
  }
  return executions.length;
}

it("leaves every history its payloads, whatever programs run, and nothing to nobody", async () => {
  let deleted = 0;
  let referenced = 0;
  await fc.assert(
    fc.asyncProperty(programs, async (steps) => {
      const yard = openYard();
      try {
        await yard.decider({ workflows: [play], retentionDays: 1 });
        await yard.acting({ activities: [work], retentionDays: 1 });
        // It keeps taking in, and goes on as ever new runs.
        const root = await yard.client.start(play, { workflowId: "root" }, steps, big("root"));
        for (const text of ["one", "two"]) await root.signal(word, big(text)).catch(() => {});
        for (let day = 0; day < 8; day++) {
          await yard.pass(1);
          const report = await yard.sweep({ delete: true, grace: "1 hour", allowEmptyDomain: true });
          expect(report).toMatchObject({ refusal: undefined, unreadable: [] });
          deleted += report.deleted.objects;
          referenced += report.kept.referenced;
          await replayAll(yard);
        }
        expect(yard.logger.codes()).toEqual([]);
        await yard.pass(40);
        await yard.sweep({ delete: true, allowEmptyDomain: true });
        expect({ known: await replayAll(yard), keys: await yard.keys() }).toEqual({ known: 0, keys: [] });
      } finally {
        await yard.close();
      }
    }),
    { numRuns: 30 },
  );
  expect(deleted).toBeGreaterThan(100);
  expect(referenced).toBeGreaterThan(10);
});
