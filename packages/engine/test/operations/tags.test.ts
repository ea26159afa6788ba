import { describe, expect, it } from "@jest/globals";
import { openEngine } from "../../src/index.ts";
import type { OpenDesk } from "../support/contract.ts";
import { contract } from "../support/contract.ts";
import { refusal } from "../support/desk.ts";

const arn = "arn:aws:swf:us-east-1:123456789012:/domain/shop";

async function openTagged(openDesk: OpenDesk) {
  const desk = await openDesk();
  await desk.engine.tagResource({ resourceArn: arn, tags: [{ key: "team", value: "sales" }, { key: "stage" }] });
  return desk;
}

contract("tags of a domain", (openDesk) => {
  it("are listed in the order of their coming, with those of the registration first", async () => {
    const { engine } = await openDesk();
    const tags = [{ key: "b", value: "1" }, { key: "a" }];
    await engine.registerDomain({ name: "x", workflowExecutionRetentionPeriodInDays: "1", tags });
    const resourceArn = String((await engine.describeDomain({ name: "x" })).domainInfo?.arn);
    expect(await engine.listTagsForResource({ resourceArn })).toEqual({ tags });
    await engine.tagResource({ resourceArn, tags: [{ key: "0", value: "" }] });
    expect(await engine.listTagsForResource({ resourceArn })).toEqual({ tags: [...tags, { key: "0", value: "" }] });
  });

  it("are overwritten by key, in their place", async () => {
    const { engine } = await openTagged(openDesk);
    await engine.tagResource({ resourceArn: arn, tags: [{ key: "new" }, { key: "team" }, { key: "new", value: "2" }] });
    expect(await engine.listTagsForResource({ resourceArn: arn })).toEqual({
      tags: [{ key: "team" }, { key: "stage" }, { key: "new", value: "2" }],
    });
  });

  it("are removed by key; keys that are not there do no harm", async () => {
    const { engine } = await openTagged(openDesk);
    await engine.untagResource({ resourceArn: arn, tagKeys: ["team", "no"] });
    expect(await engine.listTagsForResource({ resourceArn: arn })).toEqual({ tags: [{ key: "stage" }] });
  });

  it("are at most 50, overwritten ones counted once", async () => {
    const { engine } = await openTagged(openDesk);
    const tags = Array.from({ length: 48 }, (_, index) => ({ key: `n${index}` }));
    await engine.tagResource({ resourceArn: arn, tags });
    await engine.tagResource({ resourceArn: arn, tags: [...tags, { key: "team", value: "all" }] });
    const refused = await refusal(engine.tagResource({ resourceArn: arn, tags: [{ key: "team" }, { key: "51st" }] }));
    expect(refused).toEqual({ name: "TooManyTagsFault", message: "A domain takes at most 50 tags, not 51" });
    const { tags: kept } = await engine.listTagsForResource({ resourceArn: arn });
    expect([kept?.length, kept?.[0]]).toEqual([50, { key: "team", value: "all" }]);
  });

  it("are counted so at the registration, too", async () => {
    const { engine } = await openDesk();
    const tags = Array.from({ length: 51 }, (_, index) => ({ key: `key-${index % 50}` }));
    await engine.registerDomain({ name: "other", workflowExecutionRetentionPeriodInDays: "1", tags });
    const call = engine.registerDomain({
      name: "third",
      workflowExecutionRetentionPeriodInDays: "1",
      tags: [...tags, { key: "more" }],
    });
    expect((await refusal(call)).name).toBe("TooManyTagsFault");
  });

  it.each([
    ["arn:aws:swf:us-east-1:123456789012:/domain/no", "Unknown domain: no"],
    [arn.replace("us-east-1", "eu-west-1"), "Unknown resource: arn:aws:swf:eu-west-1:123456789012:/domain/shop"],
    [arn.replace("123456789012", "1"), "Unknown resource: arn:aws:swf:us-east-1:1:/domain/shop"],
    [arn.replace("aws", "aws-cn"), "Unknown resource: arn:aws-cn:swf:us-east-1:123456789012:/domain/shop"],
  ])("are refused for a domain that is not here: %s", async (resourceArn, message) => {
    const { engine } = await openDesk();
    const calls = [
      engine.tagResource({ resourceArn, tags: [] }),
      engine.untagResource({ resourceArn, tagKeys: [] }),
      engine.listTagsForResource({ resourceArn }),
    ];
    for (const call of calls) expect(await refusal(call)).toEqual({ name: "UnknownResourceFault", message });
  });

  it.each(["shop", `${arn}/x`, arn.replace(":/", ":"), arn.replace("swf", "sqs"), `x${arn}`])(
    "are refused for what is no ARN of a domain: %s",
    async (resourceArn) => {
      const { engine } = await openDesk();
      expect(await refusal(engine.listTagsForResource({ resourceArn }))).toEqual({
        name: "ValidationException",
        message: `1 validation error detected: Value '${resourceArn}' at 'resourceArn' failed to satisfy constraint: Member must be the ARN of a domain, arn:aws:swf:REGION:ACCOUNT:/domain/NAME`,
      });
    },
  );

  it("have keys of 1 to 128 characters and values of up to 256", async () => {
    const { engine } = await openDesk();
    const tags = [{ key: "", value: "v".repeat(257) }, { key: "k".repeat(129) }];
    const { message } = await refusal(engine.tagResource({ resourceArn: arn, tags }));
    expect(message).toMatch(/^3 validation errors detected: .*'tags\.1\.member\.key'.*'tags\.1\.member\.value'/);
    const { message: removal } = await refusal(engine.untagResource({ resourceArn: arn, tagKeys: ["k", ""] }));
    expect(removal).toContain("Value '' at 'tagKeys.2.member' failed to satisfy constraint");
  });

  it.each(["a*", "tab\there", "☃"])("have letters, digits, white space and some signs, not %j", async (text) => {
    const { engine } = await openDesk();
    const every = { key: "Größe 1_.:/=+-@", value: "数 2" };
    await engine.tagResource({ resourceArn: arn, tags: [every] });
    expect(await engine.listTagsForResource({ resourceArn: arn })).toEqual({ tags: [every] });
    const must = "Member must contain only letters, digits, white space and the characters _ . : / = + - @";
    const tags = [{ key: text }, { key: "k", value: text }];
    expect(await refusal(engine.tagResource({ resourceArn: arn, tags }))).toEqual({
      name: "ValidationException",
      message: `2 validation errors detected: Value '${text}' at 'tags.1.member.key' failed to satisfy constraint: ${must}; Value '${text}' at 'tags.2.member.value' failed to satisfy constraint: ${must}`,
    });
  });
});

describe("tags of a domain in one world", () => {
  it("are not those of another world", async () => {
    const engine = openEngine();
    const elsewhere = engine.world({ region: "eu-west-1" });
    const shop = { name: "shop", workflowExecutionRetentionPeriodInDays: "1" };
    await engine.registerDomain({ ...shop, tags: [{ key: "team" }] });
    await elsewhere.registerDomain(shop);
    const there = { resourceArn: arn.replace("us-east-1", "eu-west-1") };
    expect(await elsewhere.listTagsForResource(there)).toEqual({ tags: [] });
    expect((await refusal(elsewhere.listTagsForResource({ resourceArn: arn }))).name).toBe("UnknownResourceFault");
    await engine.close();
  });
});
