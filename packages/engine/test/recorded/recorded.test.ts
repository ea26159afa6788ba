import { describe, expect, it } from "@jest/globals";
import type { Drive } from "./driver.ts";
import { drive } from "./driver.ts";
import { mutations } from "./mutations.ts";
import { PUT_ASIDE } from "./put-aside.ts";
import { RECONSTRUCTED } from "./reconstructed.ts";
import type { Scenario } from "./recordings.ts";
import { findRecordings, historyOf, readRecordings } from "./recordings.ts";
import { inOrder, REORDERED } from "./reordered.ts";
import type { Verdict } from "./verdict.ts";
import { findingsIn, judge } from "./verdict.ts";

const path = findRecordings();
const recordings = path === undefined ? new Map<string, never>() : readRecordings(path);
const there = path === undefined ? describe.skip : describe;
const reason = "skipped: no recordings are here; name their file in SWEFT_RECORDED_TRAFFIC";
const note = path === undefined ? ` (${reason})` : "";
if (path === undefined) console.warn(reason); // jest does not print the names of skipped suites

function scenarioOf(name: string, reorder = name in REORDERED): Scenario {
  const calls = recordings.get(name) ?? [];
  const scenario = { calls, history: RECONSTRUCTED[name]?.(calls) ?? historyOf(calls) };
  return reorder ? inOrder(scenario) : scenario;
}

there(`what the service answered${note}`, () => {
  const verdicts = new Map<string, Promise<Verdict>>();
  /** Drives a scenario once for all who ask. */
  function verdictOf(name: string, scenario: Scenario): Promise<Verdict> {
    const known = verdicts.get(name);
    if (known !== undefined) return known;
    const verdict = drive(scenario).then((driven: Drive) => judge(scenario, driven));
    verdicts.set(name, verdict);
    return verdict;
  }

  for (const name of recordings.keys()) {
    describe(name, () => {
      const scenario = scenarioOf(name);

      it("comes about on the engine by the same calls", async () => {
        expect((await verdictOf(name, scenario)).stuck).toBeUndefined();
      });

      for (const [index, call] of scenario.calls.entries()) {
        const title = `${index + 1}. ${call.action}`;
        const differences = async () => (await verdictOf(name, scenario)).differences.get(call) ?? [];
        it(`answers ${title}`, async () => expect(await differences()).toEqual([]));
      }

      if (name in RECONSTRUCTED) return;
      it("would not come about if an event were taken out, swapped or changed", async () => {
        const asked = scenario.calls.filter(({ action }) => action !== "DescribeWorkflowExecution");
        const original = { ...scenario, calls: asked };
        expect(await findingsIn(original)).toEqual([]);
        for (const [mutation, mutated] of mutations(original)) {
          expect({ mutation, findings: await findingsIn(mutated) }).not.toEqual({ mutation, findings: [] });
        }
      });
    });
  }

  it("puts aside nothing that is not met", async () => {
    const names = [...recordings.keys()];
    const all = await Promise.all(names.map((name) => verdictOf(name, scenarioOf(name))));
    const met = new Set(all.flatMap(({ reasons }) => [...reasons]));
    expect(met).toEqual(new Set(PUT_ASIDE.map((line) => `${line.path}: ${line.reason}`)));
  });

  it.each(Object.keys(REORDERED))("needs another order in %s", async (name) => {
    const scenario = scenarioOf(name, false);
    const { differences } = judge(scenario, await drive(scenario));
    expect([...differences.values()].flat()).not.toEqual([]);
  });

  it("makes exceptions of scenarios that there are", () => {
    const names = [...Object.keys(RECONSTRUCTED), ...Object.keys(REORDERED)];
    expect(names.filter((name) => !recordings.has(name))).toEqual([]);
  });
});
