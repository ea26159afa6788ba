import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { Fault, Seen } from "./fault.ts";

/** What stands between the clients and the S3 server. */
export interface Front {
  readonly endpoint: string;
  /** All requests so far. */
  readonly seen: Seen[];
  /** The keys of all that the server has been given and has kept, each time. */
  readonly stored: string[];
  /** What goes wrong with a request, if anything does. */
  fault: (seen: Seen) => Fault | undefined;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/**
 * Passes requests on to the server, but those that are to go wrong, and adds what that server leaves out of S3: it
 * verifies the checksums of what is put, keeps them, and gives them back to those who ask for them.
 */
export async function openFront(port: number): Promise<Front> {
  const checksums = new Map<string, string>();
  const seen: Seen[] = [];
  const stored: string[] = [];

  async function answer(url: string, one: Seen, given: Buffer, fault: Fault): Promise<Answer | undefined> {
    if (fault.hang) return undefined;
    if (fault.refuse) return refusal(fault.refuse.status, fault.refuse.code);
    if (fault.lose) return { status: 200, headers: { etag: '"0"' }, body: Buffer.alloc(0) };
    const body = fault.sent?.(given) ?? given;
    const checksum = one.headers["x-amz-checksum-sha256"];
    if (typeof checksum === "string") {
      if (createHash("sha256").update(body).digest("base64") !== checksum) return refusal(400, "BadDigest");
      checksums.set(url, checksum);
    }
    const { status, headers, body: found } = await pass(port, url, one, body);
    if (one.method === "PUT" && status === 200 && one.key !== "") stored.push(one.key);
    const kept =
      status === 200 && one.method === "GET" && one.headers["x-amz-checksum-mode"] ? checksums.get(url) : undefined;
    const bytes = status === 200 ? (fault.got?.(found) ?? found) : found;
    const all = { ...headers, "content-length": `${bytes.byteLength}` };
    return { status, headers: kept === undefined ? all : { ...all, "x-amz-checksum-sha256": kept }, body: bytes };
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "", url = "", headers } = incoming;
    const one = { method, key: /^\/[^/?]+\/([^?]*)/.exec(url)?.[1] ?? "", headers };
    seen.push(one);
    const fault = front.fault(one) ?? {};
    const result = await answer(url.replace(/\?.*x-id=\w+$/, ""), one, await bytesOf(incoming), fault);
    if (!result) return;
    outgoing.writeHead(result.status, result.headers);
    if (!fault.after) return void outgoing.end(result.body);
    outgoing.write(result.body.subarray(0, fault.after.bytes), () => {
      if (fault.after?.then === "cut") outgoing.destroy();
    });
  }

  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing).catch(() => outgoing.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const front: Front = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    stored,
    fault: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return front;
}

function refusal(status: number, code: string): Answer {
  const body = Buffer.from(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>as it says</Message></Error>`);
  return { status, headers: { "content-type": "application/xml" }, body };
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function pass(port: number, path: string, { method, headers }: Seen, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const passed = request(
      { host: "127.0.0.1", port, path, method, headers: { ...headers, "content-length": body.byteLength } },
      (incoming) => {
        const { statusCode: status = 0, headers: got } = incoming;
        bytesOf(incoming).then((bytes) => resolve({ status, headers: got, body: bytes }), reject);
      },
    );
    passed.on("error", reject).end(body);
  });
}
