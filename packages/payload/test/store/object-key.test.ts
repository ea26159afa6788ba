import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { isWord } from "../../src/envelope/word.ts";
import { pathOfKey } from "../../src/store/file-path.ts";
import { domainFolder, objectKey, parseObjectKey, scopeFolder } from "../../src/store/object-key.ts";

const digest = "ab".repeat(32);
const name = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 256 }),
  fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 256 }),
  fc.constantFrom("start", ".", "..", ".73tart", "A".repeat(256), "con", "22fa/+aB=", "\ud800", "\ud801"),
);
const scope = fc.record({ domain: name, workflowId: name, runId: name }, { requiredKeys: ["domain", "workflowId"] });

describe("the key of an object", () => {
  it("tells domain, workflow, run and content", () => {
    expect(objectKey("prod/", { domain: "shop", workflowId: "order 17", runId: "22/aB+=" }, digest)).toBe(
      `prod/shop/order.2017/22.2faB.2b.3d/${digest}`,
    );
    expect(objectKey("", { domain: "shop", workflowId: "o-1" }, digest)).toBe(`shop/o-1/start/${digest}`);
  });

  it("is taken apart again", () => {
    fc.assert(
      fc.property(scope, fc.constantFrom("", "prod/", "a-"), (owner, prefix) => {
        expect(parseObjectKey(prefix, objectKey(prefix, owner, digest))).toEqual({
          folder: scopeFolder(owner),
          domainFolder: domainFolder(owner.domain),
          isStart: owner.runId === undefined,
          digest,
        });
      }),
    );
  });

  it("differs where the owner does", () => {
    fc.assert(
      fc.property(scope, scope, (one, other) => {
        const isSame = one.domain === other.domain && one.workflowId === other.workflowId && one.runId === other.runId;
        expect(scopeFolder(one) === scopeFolder(other)).toBe(isSame);
      }),
    );
  });

  it("can stand in a reference, leaves room for it in any field, and can be the path of a file", () => {
    fc.assert(
      fc.property(scope, (owner) => {
        const key = objectKey("", owner, digest);
        expect(isWord(key)).toBe(true);
        expect(key.length).toBeLessThan(500);
        expect(pathOfKey(key)).toContain(digest);
      }),
    );
  });

  it.each([
    "",
    digest,
    `shop/o-1/${digest}`,
    `shop/o-1/start/${digest}/more`,
    `shop/o-1/start/${digest.toUpperCase()}`,
    `shop//start/${digest}`,
    `shop/o 1/start/${digest}`,
    `shop/o.1/start/${digest}`,
    "shop/o-1/start/backup.tar",
  ])("is not what somebody else wrote: %s", (key) => {
    expect(parseObjectKey("", key)).toBeUndefined();
    expect(parseObjectKey("prod/", key)).toBeUndefined();
  });
});
