import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { clearTimeout, setTimeout } from "node:timers";
import type { Engine } from "../engine.ts";
import { fault } from "../errors.ts";
import { Connections } from "./connections.ts";
import { answerToThrown } from "./error-types.ts";
import { answerToGarbage } from "./garbage.ts";
import { assertOwnHost } from "./hosts.ts";
import type { ServeOptions, ServeSettings } from "./options.ts";
import { settingsOf } from "./options.ts";
import { readBody } from "./read-body.ts";
import type { Serving } from "./routes.ts";
import { methodsAt, routeOf } from "./routes.ts";

/** A server that runs. */
export interface EngineServer {
  /** The port it listens at. */
  readonly port: number;
  /** The endpoint to give to clients. */
  readonly url: string;
  /**
   * Takes no more connections, answers waiting polls empty, lets the requests in hand finish and cuts what is left. The
   * engine stays open. Closing again waits for the same.
   */
  close(): Promise<void>;
}

/**
 * Serves an engine over HTTP, for any client of Amazon SWF.
 *
 * @param engine - Close it after the server: it belongs to the caller.
 * @throws {EngineError} `ENGINE_OPTION_INVALID`, `ADDRESS_UNAVAILABLE`, as rejections.
 */
export async function serveEngine(engine: Engine, options: ServeOptions = {}): Promise<EngineServer> {
  const settings = settingsOf(options);
  const connections = new Connections();
  const serving: Serving = { engine, settings, connections };
  const requestMs = settings.requestSeconds * 1_000;
  const server = createServer(
    {
      maxHeaderSize: 16_384,
      headersTimeout: Math.min(requestMs, 10_000),
      requestTimeout: requestMs,
      // Longer than clients keep a connection, and than a poll takes: the client is the first to let go.
      keepAliveTimeout: 120_000,
      connectionsCheckingInterval: Math.min(requestMs, 2_000),
    },
    (request, response) => void answer(serving, request, response),
  );
  server.on("connection", (socket: Socket) => connections.add(socket));
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    if (socket.writable && !connections.isOwed(socket)) socket.end(answerToGarbage(error.code), () => socket.destroy());
    else socket.destroy();
  });
  const port = await listening();
  const name = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
  let closed: Promise<void> | undefined;

  function listening(): Promise<number> {
    return new Promise((resolve, reject) => {
      server.on("error", (error) => {
        if (server.listening) return report(settings, error); // it could not accept a connection, say for want of handles
        const text = `The server cannot listen at ${settings.host}, port ${settings.port}: ${error.message}`;
        reject(fault("ADDRESS_UNAVAILABLE", text));
      });
      server.listen(settings.port, settings.host, () => resolve((server.address() as AddressInfo).port)); // it listens at a port
    });
  }

  function close(): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(() => server.closeAllConnections(), settings.closeSeconds * 1_000);
      server.close(() => {
        clearTimeout(late);
        resolve();
      });
      connections.close();
    });
  }

  return {
    port,
    url: `http://${name}:${port}`,
    close() {
      closed ??= close();
      return closed;
    },
  };
}

/** Answers one request, whatever it is. Never rejects. */
async function answer(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { settings, connections } = serving;
  // A connection that breaks is the client's business; what waits for it is aborted elsewhere.
  response.on("error", () => {});
  connections.begin(request, response);
  try {
    assertOwnHost(request.headers, settings);
    const route = routeOf(request);
    const body = await readBody(request);
    if (body === undefined) return;
    const text = await route.run(serving, request, body);
    send({ status: 200, body: text, contentType: route.contentType });
  } catch (error) {
    send(answerToThrown(error, (bug) => report(settings, bug)));
  }

  function send(sent: {
    readonly status: number;
    readonly body: string;
    readonly contentType?: string | undefined;
  }): void {
    const { status, body, contentType = "application/json" } = sent;
    if (status === 405) response.setHeader("Allow", methodsAt(request.url ?? "").join(", "));
    // What is left of a body that nobody read would be taken for the next request.
    if (connections.isClosing || !request.complete) response.setHeader("Connection", "close");
    response.writeHead(status, {
      "Content-Type": contentType,
      "Content-Length": Buffer.byteLength(body),
      "x-amzn-RequestId": randomUUID(),
    });
    // Nobody holds an answer for ever by not reading it. The next request on the connection lifts this.
    response.socket?.setTimeout(30_000);
    response.end(body);
  }
}

function report({ onError }: ServeSettings, bug: unknown): void {
  try {
    onError(bug);
  } catch {
    // Whoever listens is no reason to leave a client without its answer.
  }
}
