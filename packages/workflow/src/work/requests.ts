import type { Letter } from "./receive.ts";

/** A letter that asks for an update: its head is the request's id, and the update's name. */
export interface Request extends Letter {
  readonly id: string;
}

/** The name of the reserved signal that asks for an update. */
export const UPDATE_SIGNAL = "sweft.update";

/** Who takes every update of a name. */
export interface ServesUpdates {
  readonly name: string;
  take(request: Request): void;
  cancel(): void;
}

/** Updates that nobody handles yet, and who handles them, by name. */
export class Updates {
  readonly #requests = new Map<string, Request[]>();
  readonly #servers = new Map<string, ServesUpdates>();

  /** One was asked for. Without an id or a name there is nobody to answer and nothing to do. */
  arrived(letter: Letter): void {
    const { id, words } = letter;
    const [name] = words;
    if (id === undefined || name === undefined) return;
    const request = { ...letter, id };
    const server = this.#servers.get(name);
    const waiting = this.#requests.get(name);
    if (server !== undefined) server.take(request);
    else if (waiting === undefined) this.#requests.set(name, [request]);
    else waiting.push(request);
  }

  /** Gives a server all requests of its name, those that wait already and all to come, instead of the one before it. */
  serve(server: ServesUpdates): void {
    this.#servers.get(server.name)?.cancel();
    this.#servers.set(server.name, server);
    for (const request of this.#requests.get(server.name)?.splice(0) ?? []) server.take(request);
  }

  /** The server takes no further requests. */
  leave(server: ServesUpdates): void {
    if (this.#servers.get(server.name) === server) this.#servers.delete(server.name);
  }

  /** Nobody serves any longer: what arrives from now on is kept. */
  close(): void {
    this.#servers.clear();
  }

  /** Those that nobody has handled yet. */
  left(): readonly Letter[] {
    return [...this.#requests.values()].flat();
  }
}
