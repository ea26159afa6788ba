import type { IncomingHttpHeaders } from "node:http";
import { request as httpRequest } from "node:http";
import type { Socket } from "node:net";
import { connect } from "node:net";
import { SWF } from "@aws-sdk/client-swf";
import type { EngineServer, ServeOptions } from "../../src/http/index.ts";
import { serveEngine } from "../../src/http/index.ts";
import type { Clock, Engine, EngineOptions } from "../../src/index.ts";
import { openEngine } from "../../src/index.ts";

/** A clock that stands still, and at which nothing falls due. */
export const stoppedClock: Clock = { now: () => 1_700_000_000_123, schedule: () => () => {}, hold: () => () => {} };

/** An engine and its server, and what tests do with them. */
export interface Served {
  readonly engine: Engine;
  readonly server: EngineServer;
  /** What the engine's bugs were; a test that expects none says so by `close`. */
  readonly bugs: unknown[];
  /** A client of the AWS SDK. */
  client(options?: { readonly region?: string; readonly accessKeyId?: string; readonly secretAccessKey?: string }): SWF;
  /** Sends one operation by hand. */
  call(action: string, input: unknown, more?: Partial<Sent>): Promise<Got>;
  /** Sends any request. */
  send(sent: Partial<Sent>): Promise<Got>;
  /** Opens a connection, for what no HTTP client would send. */
  connect(): Raw;
  /** Closes server, clients and engine. */
  close(): Promise<void>;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; undefined if it is none. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/** A connection of the test's own. */
export interface Raw {
  readonly socket: Socket;
  write(text: string | Buffer): void;
  /** All that came, once the server has ended the connection. */
  readonly ended: Promise<string>;
  /** Resolves once what came holds `text`. */
  until(text: string): Promise<string>;
}

export async function openServed(
  options: ServeOptions = {},
  engineOptions: EngineOptions = {},
  wrap: (engine: Engine) => Engine = (engine) => engine,
): Promise<Served> {
  const engine = openEngine(engineOptions);
  const bugs: unknown[] = [];
  const server = await serveEngine(wrap(engine), { onError: (bug) => bugs.push(bug), closeSeconds: 5, ...options });
  const clients: SWF[] = [];
  const sockets: Socket[] = [];
  const served: Served = {
    engine,
    server,
    bugs,
    client({ region = "us-east-1", accessKeyId = "test", secretAccessKey = "test" } = {}) {
      const client = new SWF({
        region,
        endpoint: server.url,
        credentials: { accessKeyId, secretAccessKey },
        maxAttempts: 1,
      });
      clients.push(client);
      return client;
    },
    call(action, input, more = {}) {
      const headers = {
        "X-Amz-Target": `SimpleWorkflowService.${action}`,
        "Content-Type": "application/x-amz-json-1.0",
        ...more.headers,
      };
      return served.send({ body: JSON.stringify(input), ...more, headers });
    },
    send({ method = "POST", path = "/", headers = {}, body = "" }) {
      const sized = { ...headers, "Content-Length": Buffer.byteLength(body) };
      return new Promise((resolve, reject) => {
        const request = httpRequest({ port: server.port, method, path, headers: sized, agent: false }, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: jsonOf(text) });
          });
        });
        request.on("error", reject);
        request.end(body);
      });
    },
    connect() {
      const socket = connect(server.port, "127.0.0.1");
      sockets.push(socket);
      return rawOf(socket);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await server.close();
      for (const client of clients) client.destroy();
      await engine.close();
    },
  };
  return served;
}

/** The text of a request as it goes over the wire. */
export function requestText(action: string, body: string, headers: readonly string[] = []): string {
  return [
    "POST / HTTP/1.1",
    "Host: localhost",
    `X-Amz-Target: SimpleWorkflowService.${action}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
    "",
    body,
  ].join("\r\n");
}

function rawOf(socket: Socket): Raw {
  let came = "";
  let wanted: { readonly text: string; readonly found: (came: string) => void } | undefined;
  const look = () => {
    if (wanted === undefined || !came.includes(wanted.text)) return;
    wanted.found(came);
    wanted = undefined;
  };
  socket.on("data", (chunk: Buffer) => {
    came += chunk.toString("utf8");
    look();
  });
  socket.on("error", () => {}); // a cut connection is an outcome here
  const ended = new Promise<string>((resolve) => socket.on("close", () => resolve(came)));
  return {
    socket,
    write: (text) => void socket.write(text),
    ended,
    until: (text) =>
      new Promise((found) => {
        wanted = { text, found };
        look();
      }),
  };
}

function jsonOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
