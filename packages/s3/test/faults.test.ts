import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { openPayloads } from "@sweft/payload";
import type { Fault } from "./support/fault.ts";
import type { Place } from "./support/place.ts";
import { openPlace } from "./support/place.ts";
import { rejection } from "./support/rejection.ts";

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());
beforeEach(async () => {
  place.front.fault = () => undefined;
  await place.store().put("a/b", Buffer.from("some bytes"));
});

/** Lets every request go wrong, or the first ones. */
function faulty(fault: Fault, times = Number.POSITIVE_INFINITY): void {
  let nth = 0;
  place.front.fault = () => (nth++ < times ? fault : undefined);
}

describe("an error of S3", () => {
  it.each([
    [404, "NoSuchKey", "PAYLOAD_MISSING"],
    [403, "AccessDenied", "PAYLOAD_FORBIDDEN"],
    [403, "SignatureDoesNotMatch", "PAYLOAD_FORBIDDEN"],
    [403, "InvalidObjectState", "PAYLOAD_FORBIDDEN"],
    [400, "ExpiredToken", "PAYLOAD_FORBIDDEN"],
    [503, "SlowDown", "PAYLOAD_THROTTLED"],
    [503, "ServiceUnavailable", "PAYLOAD_THROTTLED"],
    [429, "TooManyRequests", "PAYLOAD_THROTTLED"],
    [400, "RequestTimeout", "PAYLOAD_TIMEOUT"],
    [504, "GatewayTimeout", "PAYLOAD_TIMEOUT"],
    [400, "KeyTooLongError", "PAYLOAD_KEY_INVALID"],
  ])("%d %s is a %s", async (status, code, expected) => {
    faulty({ refuse: { status, code } });
    const error = await rejection(place.store().get("a/b"));
    expect(error).toMatchObject({ code: expected, cause: { name: code } });
    expect(error.message).toContain(`The bucket payloads did not give a/b: ${code}: as it says.`);
  });

  it.each([
    [404, "NoSuchBucket"],
    [400, "InvalidRequest"],
    [500, "InternalError"],
  ])("%d %s stays what it is", async (status, code) => {
    faulty({ refuse: { status, code } });
    const error = await rejection(place.store().get("a/b"));
    expect(error.name).toBe(code);
    expect(error.code).toBeUndefined();
  });

  it("is told of whatever was asked", async () => {
    faulty({ refuse: { status: 403, code: "AccessDenied" } });
    const store = place.store();
    const list = async () => store.list?.("a")[Symbol.asyncIterator]().next();
    const messages = [
      store.put("a", Buffer.alloc(1)),
      store.get("a"),
      store.delete?.("a") ?? Promise.resolve(),
      list(),
    ];
    expect((await Promise.all(messages.map(rejection))).map(({ message }) => message.slice(0, 34))).toEqual([
      "The bucket payloads did not keep a",
      "The bucket payloads did not give a",
      "The bucket payloads did not delete",
      "The bucket payloads did not list a",
    ]);
  });

  it("says that what is forbidden may be missing", async () => {
    faulty({ refuse: { status: 403, code: "AccessDenied" } });
    expect((await rejection(place.store().get("a/b"))).message).toContain("s3:ListBucket");
  });

  it("is forgotten when the client has been served after all", async () => {
    faulty({ refuse: { status: 503, code: "SlowDown" } }, 2);
    const store = place.store({ client: place.client({ maxAttempts: 3 }) });
    expect(Buffer.from(await store.get("a/b")).toString()).toBe("some bytes");
  });
});

describe("an answer that does not come", () => {
  it("is a PAYLOAD_TIMEOUT after the time that the store is given", async () => {
    faulty({ hang: true });
    const error = await rejection(place.store({ timeoutSeconds: 0.05 }).get("a/b"));
    expect(error.code).toBe("PAYLOAD_TIMEOUT");
    expect(error.message).toMatch(/^The bucket payloads did not give a\/b within 0\.05 seconds\./);
  });

  it("is a PAYLOAD_TIMEOUT after the time that the client gives it, too", async () => {
    faulty({ hang: true });
    const client = place.client({ requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true } });
    expect((await rejection(place.store({ client }).get("a/b"))).code).toBe("PAYLOAD_TIMEOUT");
  });

  it("is not waited for when nobody waits any more", async () => {
    faulty({ hang: true });
    const waiting = new AbortController();
    const got = place.store().get("a/b", { signal: waiting.signal });
    waiting.abort(new Error("too late"));
    expect((await rejection(got)).message).toBe("too late");
  });

  it.each([
    ["cut", 60, "ECONNRESET"],
    ["silence", 0.2, "PAYLOAD_TIMEOUT"],
  ] as const)("frees its connection when it ends half-way in %s", async (then, timeoutSeconds, code) => {
    const client = place.client({ requestHandler: { httpAgent: { maxSockets: 1, keepAlive: true } } });
    faulty({ after: { bytes: 4, then } }, 1);
    expect((await rejection(place.store({ client, timeoutSeconds }).get("a/b"))).code).toBe(code);
    expect(Buffer.from(await place.store({ client }).get("a/b")).toString()).toBe("some bytes");
  });
});

describe("bytes that change on their way", () => {
  const flip = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte, at) => (at === 3 ? byte ^ 1 : byte)));

  it("are not kept", async () => {
    faulty({ sent: flip });
    const error = await rejection(place.store().put("damaged", Buffer.from("some bytes")));
    expect(error.name).toBe("BadDigest");
    place.front.fault = () => undefined;
    expect((await rejection(place.store().get("damaged"))).code).toBe("PAYLOAD_MISSING");
  });

  it("are not given", async () => {
    faulty({ got: flip });
    expect((await rejection(place.store().get("a/b"))).code).toBe("PAYLOAD_CORRUPT");
  });

  it("are told from the right ones where S3 knows no checksum of theirs", async () => {
    const client = place.client({ responseChecksumValidation: "WHEN_REQUIRED" });
    const writer = openPayloads({ store: place.store() });
    const sealed = await writer.seal(writer.write("x".repeat(40_000)));
    faulty({ got: flip });
    const reader = openPayloads({ store: place.store({ client }) });
    expect((await rejection(reader.fetch([sealed]))).code).toBe("PAYLOAD_CORRUPT");
  });
});

describe("payloads in a store that fails", () => {
  it.each<[string, Fault, string]>([
    ["forbids", { refuse: { status: 403, code: "AccessDenied" } }, "PAYLOAD_FORBIDDEN"],
    ["throttles", { refuse: { status: 503, code: "SlowDown" } }, "PAYLOAD_THROTTLED"],
    ["is slow", { hang: true }, "PAYLOAD_TIMEOUT"],
    ["is broken", { refuse: { status: 500, code: "InternalError" } }, "PAYLOAD_STORE_FAILED"],
  ])("that %s are errors that say so", async (_, fault, code) => {
    const writer = openPayloads({ store: place.store() });
    const text = writer.write("x".repeat(40_000));
    const sealed = await writer.seal(text);
    faulty(fault);
    const payloads = openPayloads({ store: place.store(fault.hang ? { timeoutSeconds: 0.05 } : {}) });
    expect((await rejection(payloads.fetch([sealed]))).code).toBe(code);
    expect((await rejection(payloads.seal(text))).code).toBe(code);
  });

  it("that loses what it said it had kept are missing", async () => {
    faulty({ lose: true });
    const writer = openPayloads({ store: place.store() });
    const sealed = await writer.seal(writer.write("y".repeat(40_000)));
    place.front.fault = () => undefined;
    const error = await rejection(openPayloads({ store: place.store() }).fetch([sealed]));
    expect(error.code).toBe("PAYLOAD_MISSING");
  });
});
