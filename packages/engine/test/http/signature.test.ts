import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "../../src/http/sha256.ts";
import type { Got, Served } from "./support.ts";
import { openServed } from "./support.ts";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI" };
const body = '{"registrationStatus":"REGISTERED"}';
const nowMs = 1_700_000_000_000;

let served: Served;
let realTime: Served;
beforeAll(async () => {
  served = await openServed({
    credentials: [{ accessKeyId: "other", secretAccessKey: "x" }, credentials],
    now: () => nowMs,
  });
  realTime = await openServed({ credentials: [credentials] });
});
afterAll(async () => {
  await served.close();
  await realTime.close();
});
afterEach(() => expect(served.bugs).toEqual([]));

interface Signing {
  readonly by?: typeof credentials;
  readonly atMs?: number;
  readonly service?: string;
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly applyChecksum?: boolean;
}

/** The headers of a signed ListDomains. */
async function signed(signing: Signing = {}): Promise<Record<string, string>> {
  const {
    by = credentials,
    atMs = nowMs,
    service = "swf",
    path = "/",
    query = {},
    headers = {},
    applyChecksum,
  } = signing;
  const signer = new SignatureV4({
    service,
    region: "eu-west-1",
    credentials: by,
    sha256: Sha256,
    applyChecksum: applyChecksum ?? false,
  });
  const host = `127.0.0.1:${served.server.port}`;
  const all = { host, "x-amz-target": "SimpleWorkflowService.ListDomains", ...headers };
  const request = { method: "POST", protocol: "http:", hostname: "127.0.0.1", path, query, headers: all, body };
  return (await signer.sign(request, { signingDate: new Date(atMs) })).headers;
}

const replaced = (headers: Record<string, string>, from: string | RegExp, to: string) => ({
  ...headers,
  authorization: String(headers.authorization).replace(from, to),
});

async function sent(headers: Readonly<Record<string, string>>, text = body, path = "/"): Promise<Got> {
  return served.send({ headers, body: text, path });
}

async function expectRefused(got: Promise<Got>, name: string, message: string): Promise<void> {
  const { status, json } = await got;
  expect({ status, ...json }).toEqual({
    status: 400,
    __type: `com.amazon.coral.service#${name}`,
    message: expect.stringContaining(message),
  });
}

describe("a server with keys", () => {
  it("serves a client of the SDK that has one", async () => {
    const { domainInfos } = await realTime.client(credentials).listDomains({ registrationStatus: "REGISTERED" });
    expect(domainInfos).toEqual([]);
  });

  it.each([
    ["UnrecognizedClientException", { ...credentials, accessKeyId: "nobody" }],
    ["InvalidSignatureException", { ...credentials, secretAccessKey: "guess" }],
  ])("answers %s to a client of the SDK that has not", async (name, keys) => {
    const refused = realTime.client(keys).listDomains({ registrationStatus: "REGISTERED" });
    await expect(refused).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  it.each([
    ["now", {}],
    ["five minutes ago", { atMs: nowMs - 300_000 }],
    ["five minutes ahead", { atMs: nowMs + 300_000 }],
    ["with the digest of its body", { applyChecksum: true }],
    ["with more headers than it must, and spaces in them", { headers: { "x-amz-meta": "a   b", "content-type": "x" } }],
  ])("serves what is signed %s", async (_, signing: Signing) => {
    expect(await sent(await signed(signing))).toMatchObject({ status: 200, json: { domainInfos: [] } });
  });

  it("serves a signed request with a query", async () => {
    const query = { "a b": "c/d", e: "" };
    expect(await sent(await signed({ query }), body, "/?a%20b=c%2Fd&e=")).toMatchObject({ status: 200 });
  });

  it("serves the health text unsigned", async () => {
    expect(await served.send({ method: "GET" })).toMatchObject({ status: 200 });
  });

  it("refuses a request without a signature", async () => {
    const target = { "x-amz-target": "SimpleWorkflowService.ListDomains" };
    await expectRefused(sent(target), "MissingAuthenticationTokenException", "Request is missing Authentication Token");
  });

  it("refuses a key that it does not know", async () => {
    const by = { ...credentials, accessKeyId: "nobody" };
    await expectRefused(sent(await signed({ by })), "UnrecognizedClientException", "security token");
  });

  it.each([
    [
      "another secret",
      { by: { ...credentials, secretAccessKey: "guess" } },
      "does not match the signature you provided",
    ],
    ["another service", { service: "sqs" }, "Credential should be scoped to correct service: 'swf'"],
    ["a time long ago", { atMs: nowMs - 301_000 }, "Signature expired: 20231114T220819Z"],
    ["a time to come", { atMs: nowMs + 301_000 }, "Signature not yet current"],
    ["another path", { path: "/x" }, "does not match"],
    ["another query", { query: { a: "b" } }, "does not match"],
  ])("refuses a signature by %s", async (_, signing: Signing, message) => {
    await expectRefused(sent(await signed(signing)), "InvalidSignatureException", message);
  });

  it("refuses what was changed after it was signed", async () => {
    const headers = await signed();
    const mismatch = "does not match";
    const to = (changed: Record<string, string>) => sent({ ...headers, ...changed });
    await expectRefused(sent(headers, `${body} `), "InvalidSignatureException", mismatch);
    await expectRefused(to({ "x-amz-target": "x.RegisterDomain" }), "InvalidSignatureException", mismatch);
    await expectRefused(to({ host: `localhost:${served.server.port}` }), "InvalidSignatureException", mismatch);
    await expectRefused(to({ "x-amz-date": "20231114T221321Z" }), "InvalidSignatureException", mismatch);
    await expectRefused(
      to({ "x-amz-date": "20231113T235959Z" }),
      "InvalidSignatureException",
      "Date in Credential scope",
    );
  });

  it("takes nobody's word for the digest of a body", async () => {
    const headers = await signed({ applyChecksum: true });
    await expectRefused(sent(headers, "{}"), "InvalidSignatureException", "does not match");
    const unsigned = await signed({ headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } });
    await expectRefused(sent(unsigned), "InvalidSignatureException", "does not match");
  });

  it.each(["host", "x-amz-date", "x-amz-target"])("wants %s under the signature", async (name) => {
    const headers = await signed();
    const without = replaced(headers, new RegExp(`\\b${name}\\b;?`), "");
    await expectRefused(sent(without), "InvalidSignatureException", `'${name}' must be a 'SignedHeader'`);
  });

  it.each([
    ["SignedHeaders", "'SignedHeaders' parameter"],
    ["Signature", "'Signature' parameter"],
    ["Credential", "'Credential' parameter"],
    ["AWS4-HMAC-SHA256", "'Credential' parameter"],
    ["aws4_request", "'Credential' parameter"],
  ])("refuses a header Authorization without %s", async (part, message) => {
    const headers = await signed();
    await expectRefused(sent(replaced(headers, part, "No")), "IncompleteSignatureException", message);
  });

  it.each(["yesterday", "20231314T221320Z", ""])("refuses the time %p", async (time) => {
    const headers = { ...(await signed()), "x-amz-date": time };
    await expectRefused(sent(headers), "IncompleteSignatureException", "'X-Amz-Date'");
  });

  it.each(["", "0", "é", "f".repeat(64), "F".repeat(64)])("refuses the signature %p", async (signature) => {
    const headers = replaced(await signed(), /Signature=.*/, `Signature=${encodeURI(signature)}`);
    expect((await sent(headers)).json?.__type).toMatch(/#(?:Incomplete|Invalid)SignatureException$/);
  });
});
