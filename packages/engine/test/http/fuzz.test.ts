import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { OperationName } from "../../src/index.ts";
import { OPERATIONS } from "../../src/operations/table.ts";
import type { Shape } from "./shapes.ts";
import { inputShape, mistyped } from "./shapes.ts";
import type { Got, Served } from "./support.ts";
import { openServed, requestText } from "./support.ts";
import { watched } from "./watched.ts";

const operations = Object.keys(OPERATIONS) as OperationName[];
const watch = watched();

let served: Served;
beforeAll(async () => {
  served = await openServed({ closeSeconds: 600, allowReset: true }, { longPollSeconds: 0 }, watch.wrap);
});
afterAll(async () => {
  expect(await served.send({ method: "GET" })).toMatchObject({ status: 200 });
  await served.close();
  expect(watch.counts.waiting).toBe(0);
  expect(served.bugs).toEqual([]);
});

/** An answer that a client can read, and no failure of the engine. */
function expectCivil({ status, json, text, headers }: Got): void {
  if (status === 200) {
    expect(text === "" || json !== undefined || headers["content-type"] === "text/plain").toBe(true);
  } else {
    expect([400, 403, 404, 405]).toContain(status);
    expect(json).toEqual({ __type: expect.any(String), message: expect.any(String) });
  }
}

describe("wrong types", () => {
  it.each(operations)("are refused by %s, wherever they stand", async (operation) => {
    for (const { at, value } of mistyped(inputShape(operation))) {
      const { status, json } = await served.call(operation, value);
      expect({ at, status, type: String(json?.__type).split("#")[1] }).toEqual({
        at,
        status: 400,
        type: "SerializationException",
      });
    }
  });
});

/** Values of a shape: mostly of its types, now and then any JSON. */
function anyOf(shape: Shape): fc.Arbitrary<unknown> {
  const right = (): fc.Arbitrary<unknown> => {
    if (shape.kind === "list") return fc.array(anyOf(shape.member), { maxLength: 3 });
    if (shape.kind === "structure") {
      const members = Object.entries(shape.members).map(([name, member]) => [name, anyOf(member)] as const);
      return fc.record(Object.fromEntries(members), { requiredKeys: [] });
    }
    return SIMPLE[shape.kind];
  };
  return fc.oneof({ weight: 20, arbitrary: right() }, { weight: 1, arbitrary: fc.jsonValue() });
}

const SIMPLE: Readonly<Record<"string" | "number" | "boolean" | "timestamp", fc.Arbitrary<unknown>>> = {
  string: fc.oneof(
    fc.constantFrom("", "d", "l", "t", "1", "60", "NONE", "TERMINATE", "REGISTERED", "StartTimer", "x".repeat(40_000)),
    fc.string({ unit: "binary" }),
  ),
  number: fc.oneof(fc.integer({ min: -2, max: 1_001 }), fc.double()),
  boolean: fc.boolean(),
  timestamp: fc.double(),
};

describe("inputs of any kind", () => {
  it("never make the engine fail", async () => {
    await served.call("RegisterDomain", { name: "d", workflowExecutionRetentionPeriodInDays: "1" });
    const calls = fc.oneof(
      ...operations.map((operation) => fc.tuple(fc.constant(operation), anyOf(inputShape(operation)))),
    );
    await fc.assert(
      fc.asyncProperty(calls, async ([operation, input]) => expectCivil(await served.call(operation, input))),
      { numRuns: 400 },
    );
  });

  it("nor do targets, paths, methods and bodies of any kind", async () => {
    const word = fc.string({ unit: fc.constantFrom(..."aZ9./%?&=#:_- ".split("")), maxLength: 20 });
    const sent = fc.record({
      method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"),
      path: fc.oneof(
        fc.constantFrom("/", "/?a", "/moto-api/reset", "/sweft-api/advance", "/sweft-api/clock"),
        word.map((it) => `/${encodeURI(it)}`),
      ),
      headers: fc.record(
        {
          "X-Amz-Target": fc.oneof(fc.constantFrom(...operations, "__proto__", "toString"), word),
          "Content-Encoding": word,
          Authorization: fc.oneof(
            word,
            word.map((it) => `AWS4-HMAC-SHA256 Credential=a/20231114/${it}/swf/aws4_request`),
          ),
          Origin: word,
          Host: fc.oneof({ weight: 5, arbitrary: fc.constant("localhost") }, { weight: 1, arbitrary: word }),
        },
        { requiredKeys: [] },
      ),
      body: fc.oneof(
        fc.json(),
        fc.string({ unit: "binary" }),
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
        fc.constantFrom(
          '{"__proto__":{"name":"d"}}',
          '{"name":"d","name":[]}',
          "\ufeff{}",
          "{} {}",
          "NaN",
          '{"a":\u0000}',
        ),
      ),
    });
    await fc.assert(
      fc.asyncProperty(sent, async (request) => expectCivil(await served.send(request))),
      { numRuns: 400 },
    );
  });
});

describe("bytes of any kind", () => {
  const poll = requestText("PollForDecisionTask", '{"domain":"d","taskList":{"name":"l"}}');
  const chunked = (chunks: string) =>
    `POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: a.ListDomains\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`;
  const whole = fc.constantFrom(
    poll,
    requestText("ListDomains", '{"registrationStatus":"REGISTERED"}'),
    chunked('23\r\n{"registrationStatus":"REGISTERED"}\r\n0\r\n\r\n'),
    "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET / HTTP/1.0\r\n\r\n",
  );
  const broken = fc
    .tuple(whole, fc.nat(), fc.nat({ max: 5 }), fc.string({ unit: "binary", maxLength: 5 }))
    .map(([text, at, length, put]) => {
      const from = at % text.length;
      return text.slice(0, from) + put + text.slice(from + length);
    });
  const bytes = fc.oneof(
    fc.array(fc.oneof(whole, broken), { minLength: 1, maxLength: 4 }).map((parts) => Buffer.from(parts.join(""))),
    fc.uint8Array({ maxLength: 200 }).map((each) => Buffer.from(each)),
    fc.constantFrom(
      Buffer.from(chunked("ffffffffffffffff\r\n")),
      Buffer.from(chunked("-1\r\n{}\r\n0\r\n\r\n")),
      Buffer.from(chunked("2\r\n{}x")),
      Buffer.from(chunked("2;x=y\r\n{}\r\n0\r\nTrailer: x\r\n\r\n")),
      Buffer.from("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"),
      Buffer.from("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"),
      Buffer.from("CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
      Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"),
      Buffer.from("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}"),
      Buffer.from("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: a miracle\r\nContent-Length: 2\r\n\r\n{}"),
    ),
  );

  it("are answered with a 4xx or cut, and harm nobody", async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), async (sent, resets) => {
        const raw = served.connect();
        raw.write(sent);
        if (resets) raw.socket.destroySoon();
        else raw.socket.end();
        const came = await raw.ended;
        expect(came === "" || came.startsWith("HTTP/1.1 ")).toBe(true);
        for (const [, status] of came.matchAll(/^HTTP\/1\.1 (\d)\d\d /gm)) expect(["1", "2", "4"]).toContain(status);
      }),
      { numRuns: 400 },
    );
    expect(await served.call("ListDomains", { registrationStatus: "REGISTERED" })).toMatchObject({ status: 200 });
  });
});
