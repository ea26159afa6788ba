import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { EngineApi } from "../../src/index.ts";
import { openEngine, virtualClock } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import { domain, startMs } from "../support/desk.ts";

const resourceArn = `arn:aws:swf:us-east-1:123456789012:/domain/${domain}`;
const types = ["kept", "deprecated", "given back", "deleted", "anew"].map((name) => ({ name, version: "1" }));
const [, deprecated, givenBack, deleted, anew] = types as [Type, Type, Type, Type, Type];
type Type = (typeof types)[number];

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sweft-kept-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function open(atMs: number) {
  return openEngine({ store: sqliteStore(join(folder, "engine.db")), clock: virtualClock({ startMs: atMs }) });
}

/** All that is known of domains, their tags and their types. */
async function known(engine: EngineApi) {
  const lists = (["REGISTERED", "DEPRECATED"] as const).map(async (registrationStatus) => [
    await engine.listDomains({ registrationStatus }),
    await engine.listWorkflowTypes({ domain, registrationStatus }),
    await engine.listActivityTypes({ domain, registrationStatus }),
  ]);
  return [await Promise.all(lists), await engine.listTagsForResource({ resourceArn })];
}

describe("a store on disk", () => {
  it("keeps what was deprecated, undeprecated, deleted and tagged", async () => {
    const before = open(startMs);
    const tags = [{ key: "b", value: "1" }, { key: "a" }, { key: "c", value: "3" }];
    await before.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "1", tags });
    for (const type of types) {
      await before.registerWorkflowType({ domain, ...type });
      await before.registerActivityType({ domain, ...type });
    }
    for (const type of [deprecated, givenBack, deleted, anew]) {
      await before.deprecateWorkflowType({ domain, workflowType: type });
      await before.deprecateActivityType({ domain, activityType: type });
    }
    await before.undeprecateWorkflowType({ domain, workflowType: givenBack });
    await before.undeprecateActivityType({ domain, activityType: givenBack });
    for (const type of [deleted, anew]) {
      await before.deleteWorkflowType({ domain, workflowType: type });
      await before.deleteActivityType({ domain, activityType: type });
    }
    await before.registerWorkflowType({ domain, ...anew, description: "second" });
    await before.registerActivityType({ domain, ...anew, description: "second" });
    await before.untagResource({ resourceArn, tagKeys: ["c"] });
    await before.tagResource({ resourceArn, tags: [{ key: "b", value: "2" }, { key: "0" }] });
    const expected = await known(before);
    expect(JSON.stringify(expected)).toContain('"description":"second"');
    expect(expected[1]).toEqual({ tags: [{ key: "b", value: "2" }, { key: "a" }, { key: "0" }] });
    await before.close();

    const after = open(startMs + 1_000);
    expect(await known(after)).toEqual(expected);
    await after.close();
  });

  it("keeps a domain deprecated with all its types, and registered once it is undeprecated", async () => {
    const first = open(startMs);
    await first.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "1" });
    for (const type of types) await first.registerActivityType({ domain, ...type });
    await first.deprecateDomain({ name: domain });
    const deprecatedThen = await known(first);
    await first.close();

    const second = open(startMs + 1_000);
    expect(await known(second)).toEqual(deprecatedThen);
    await second.undeprecateDomain({ name: domain });
    const undeprecatedThen = await known(second);
    expect(undeprecatedThen).not.toEqual(deprecatedThen);
    await second.close();

    const third = open(startMs + 2_000);
    expect(await known(third)).toEqual(undeprecatedThen);
    await third.close();
  });

  it("keeps that tags were removed, and nothing of what was refused after it", async () => {
    const before = open(startMs);
    const few = [{ key: "a" }, { key: "b" }];
    await before.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "1", tags: few });
    await before.untagResource({ resourceArn, tagKeys: ["a"] });
    const tags = Array.from({ length: 51 }, (_, index) => ({ key: String(index) }));
    await expect(before.tagResource({ resourceArn, tags })).rejects.toMatchObject({ code: "TooManyTagsFault" });
    await before.close();
    const after = open(startMs);
    expect(await after.listTagsForResource({ resourceArn })).toEqual({ tags: [{ key: "b" }] });
    await after.close();
  });
});
