import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { WITHOUT_TASK } from "../operations/long-poll.ts";

interface Connection {
  /** The answers to requests whose headers have come in, until they are sent. */
  readonly open: Set<ServerResponse>;
  /** The polls that wait. */
  readonly polls: Set<AbortController>;
}

/** A waiting poll: its signal, and what to call once it is answered. */
export interface Waiting {
  readonly abortSignal: AbortSignal;
  readonly done: () => void;
}

/**
 * Who is connected, and what each is owed.
 *
 * C1. A poll is aborted as soon as its connection ends, in either direction. No timer looks after it.
 * C2. Once the server closes, polls are answered empty as they come, and a connection that is owed nothing is cut.
 */
export class Connections {
  readonly #connections = new Map<Socket, Connection>();
  #isClosing = false;

  /** Whether {@link close} was called. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** Takes note of a new connection. */
  add(socket: Socket): void {
    const connection: Connection = { open: new Set(), polls: new Set() };
    this.#connections.set(socket, connection);
    const abort = () => {
      for (const poll of connection.polls) poll.abort();
    };
    socket.on("end", abort).on("close", () => {
      this.#connections.delete(socket);
      abort();
    });
    if (this.#isClosing) socket.destroy();
  }

  /** A request has begun to come in. */
  begin({ socket }: IncomingMessage, response: ServerResponse): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined) return;
    connection.open.add(response);
    response.on("close", () => {
      connection.open.delete(response);
      if (this.#isClosing && connection.open.size === 0) socket.destroySoon();
    });
  }

  /** Is an answer due or on its way, so that anything else written to the connection would be taken for it? */
  isOwed(socket: Socket): boolean {
    const { open = [] } = this.#connections.get(socket) ?? {};
    return [...open].some(({ req, headersSent }) => req.complete || headersSent);
  }

  /** A poll begins to wait. */
  poll({ socket }: IncomingMessage): Waiting {
    const poll = new AbortController();
    const polls = this.#connections.get(socket)?.polls;
    if (polls === undefined) poll.abort();
    else if (this.#isClosing) poll.abort(WITHOUT_TASK);
    polls?.add(poll);
    return { abortSignal: poll.signal, done: () => polls?.delete(poll) };
  }

  /** Answers the polls empty, and cuts the connections that are owed nothing, now and from now on. */
  close(): void {
    this.#isClosing = true;
    for (const [socket, { open, polls }] of this.#connections) {
      for (const poll of polls) poll.abort(WITHOUT_TASK);
      if (open.size === 0) socket.destroy();
    }
  }
}
