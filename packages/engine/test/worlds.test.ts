import { describe, expect, it } from "@jest/globals";
import { openEngine } from "../src/index.ts";

const register = { name: "shop", workflowExecutionRetentionPeriodInDays: "1" };
const list = { registrationStatus: "REGISTERED" } as const;

describe("worlds", () => {
  it("know nothing of each other, and each names itself in its ARNs", async () => {
    const engine = openEngine();
    const elsewhere = engine.world({ region: "eu-west-1" });
    const others = engine.world({ account: "111122223333" });
    for (const api of [engine, elsewhere, others]) await api.registerDomain(register);
    const arns = await Promise.all(
      [engine, elsewhere, others].map(async (api) => (await api.describeDomain({ name: "shop" })).domainInfo?.arn),
    );
    expect(arns).toEqual([
      "arn:aws:swf:us-east-1:123456789012:/domain/shop",
      "arn:aws:swf:eu-west-1:123456789012:/domain/shop",
      "arn:aws:swf:us-east-1:111122223333:/domain/shop",
    ]);
    await engine.close();
  });

  it("are forgotten while they are empty, unless somebody comes back to one", async () => {
    const engine = openEngine();
    const early = engine.world({ region: "early" });
    await early.listDomains(list);
    for (let i = 0; i < 2_500; i++) await engine.world({ region: `r${i}` }).listDomains(list);
    await early.registerDomain(register);
    for (let i = 0; i < 2_500; i++) await engine.world({ region: `s${i}` }).listDomains(list);
    expect((await engine.world({ region: "early" }).listDomains(list)).domainInfos).toHaveLength(1);
    expect((await early.listDomains(list)).domainInfos).toHaveLength(1);
    await engine.close();
  });
});
