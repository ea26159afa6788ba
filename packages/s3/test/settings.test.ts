import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openPayloads } from "@sweft/payload";
import type { S3StoreOptions } from "../src/index.ts";
import { s3Store } from "../src/index.ts";
import type { Place } from "./support/place.ts";
import { openPlace } from "./support/place.ts";
import { rejection } from "./support/rejection.ts";

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

/** The headers of ours that the last request of a method had. */
function headersOf(method: string): Readonly<Record<string, unknown>> {
  const { headers = {} } = place.front.seen.findLast((one) => one.method === method) ?? {};
  const ours = /^(content-(type|length)$|x-amz-(checksum-sha256|server-side|storage|tagging|expected))/;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => ours.test(name)));
}

describe("what s3Store asks", () => {
  it("is plain, with a checksum, unless told otherwise", async () => {
    await place.store().put("a", Buffer.from("abc"));
    expect(headersOf("PUT")).toEqual({
      "content-length": "3",
      "content-type": "application/octet-stream",
      "x-amz-checksum-sha256": "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
    });
    await place.store().get("a");
    expect(headersOf("GET")).toEqual({});
  });

  it("tells S3 how to encrypt, store and tag what is put, and whose the bucket must be", async () => {
    const store = place.store({
      serverSideEncryption: "aws:kms",
      kmsKeyId: "alias/payloads",
      storageClass: "STANDARD_IA",
      tags: { team: "order & pay", kind: "payload" },
      expectedBucketOwner: "123456789012",
    });
    await store.put("a", Buffer.from("abc"));
    expect(headersOf("PUT")).toMatchObject({
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id": "alias/payloads",
      "x-amz-storage-class": "STANDARD_IA",
      "x-amz-tagging": "team=order+%26+pay&kind=payload",
      "x-amz-expected-bucket-owner": "123456789012",
    });
    const owner = { "x-amz-expected-bucket-owner": "123456789012" };
    await store.get("a");
    expect(headersOf("GET")).toEqual(owner);
    for await (const _ of store.list?.("") ?? []) expect(headersOf("GET")).toEqual(owner);
    await store.delete?.("a");
    expect(headersOf("DELETE")).toMatchObject(owner);
  });

  it("has the object's own key, which rules of the bucket can name", async () => {
    const payloads = openPayloads({ store: place.store(), prefix: "orders/", inlineLimit: 0 });
    const sealed = await payloads.seal(payloads.write("text"));
    expect(sealed).toContain("store=s3 ");
    expect(place.front.seen.at(-1)?.key).toMatch(/^orders\/.*[0-9a-f]{64}$/);
  });
});

describe("a key that S3 does not take", () => {
  it.each(["", "x".repeat(1025), "é".repeat(513), "a/../b", "..", "a/.", "./a"])("is refused: %j", async (key) => {
    const { length } = place.front.seen;
    const store = place.store();
    for (const asked of [store.put(key, Buffer.from("x")), store.get(key), store.delete?.(key) ?? Promise.resolve()]) {
      const error = await rejection(asked);
      expect(error.code).toBe("PAYLOAD_KEY_INVALID");
      expect(error.message).toContain("keys of S3 have 1 to 1024 bytes, and no part that is . or ..");
    }
    expect(place.front.seen).toHaveLength(length);
  });

  it("is not the longest that S3 takes, nor one with dots", async () => {
    for (const key of ["x".repeat(1024), "a/..b/c...", ".a"]) {
      await place.store().put(key, Buffer.from(key));
      expect(Buffer.from(await place.store().get(key)).toString()).toBe(key);
    }
  });
});

describe("s3Store", () => {
  it.each<[Partial<S3StoreOptions>, string]>([
    [{ bucket: "" }, "s3Store: bucket is ''; write the name of a bucket."],
    [{ client: {} as S3StoreOptions["client"] }, "s3Store: client is {}; write an S3Client of @aws-sdk/client-s3."],
    [{ name: "my store" }, "s3Store: name is 'my store'; write visible ASCII characters without spaces."],
    [{ timeoutSeconds: 0 }, "s3Store: timeoutSeconds is 0; write a positive number of seconds"],
    [{ timeoutSeconds: Number.NaN }, "s3Store: timeoutSeconds is NaN"],
    [{ timeoutSeconds: 2 ** 31 }, "s3Store: timeoutSeconds is 2147483648"],
    [{ kmsKeyId: "k" }, "s3Store: kmsKeyId is 'k'; write serverSideEncryption: \"aws:kms\" as well."],
    [{ kmsKeyId: "k", serverSideEncryption: "AES256" }, "s3Store: kmsKeyId is 'k'"],
    [{ expectedBucketOwner: "me" }, "s3Store: expectedBucketOwner is 'me'; write the twelve digits"],
    [{ tags: Object.fromEntries([..."abcdefghijk"].map((name) => [name, ""])) }, "write at most ten."],
  ])("refuses %p", async (options, message) => {
    const error = await rejection((async () => s3Store({ client: place.client(), bucket: "b", ...options }))());
    expect(error.code).toBe("PAYLOAD_OPTION_INVALID");
    expect(error.message).toContain(message);
  });

  it("is called s3, or as one says", () => {
    expect(place.store().name).toBe("s3");
    expect(place.store({ name: "archive" }).name).toBe("archive");
  });
});
