import { Agent, request } from "node:http";
import type { Operations } from "../../src/api.ts";
import type { OperationName } from "../../src/index.ts";
import type { EngineProcess } from "./engine-process.ts";
import type { Marks, Sent } from "./marks.ts";

/** What a client learns of its request. */
type Reply<Output> =
  | { readonly kind: "answer"; readonly output: Output }
  | { readonly kind: "fault"; readonly name: string; readonly message: string }
  /** The connection broke. */
  | { readonly kind: "lost" };

/** Sends requests by bare HTTP, each exactly once. */
export interface Client {
  /** Waits until an engine is there, sends one request and gives what came of it. */
  send<K extends OperationName>(operation: K, input: Operations[K]["input"]): Promise<Reply<Operations[K]["output"]>>;
  /** The same for a request that leaves a mark. */
  sendMarked<K extends OperationName>(
    sent: Sent,
    input: Operations[K]["input"],
  ): Promise<Reply<Operations[K]["output"]>>;
  /** Sends a request until its outcome is known, with a mark of its own each time; gives the last reply. */
  insist<K extends OperationName>(
    operation: K,
    inputOf: (mark: string) => Operations[K]["input"],
    about?: unknown,
  ): Promise<Exclude<Reply<Operations[K]["output"]>, { readonly kind: "lost" }>>;
  /** How many requests were sent, and how many answered. */
  readonly counts: { sent: number; answered: number };
  /** Resolves when so many more have been answered. */
  answers(count: number): Promise<void>;
  close(): void;
}

/** Opens a client of an engine that comes and goes. */
export function openClient(engine: EngineProcess, marks: Marks): Client {
  const agent = new Agent({ keepAlive: true });
  const counts = { sent: 0, answered: 0 };
  const watchers = new Set<() => void>();

  async function send<Output>(operation: OperationName, input: object): Promise<Reply<Output>> {
    const url = await engine.url();
    counts.sent++;
    const got = await posted(agent, url, operation, JSON.stringify(input));
    if (got === undefined) return { kind: "lost" };
    counts.answered++;
    for (const watcher of watchers) watcher();
    const body = JSON.parse(got.text || "{}");
    if (got.status === 200) return { kind: "answer", output: body };
    const name = String(body.__type).split("#").at(-1) ?? "";
    return { kind: "fault", name, message: `${got.status} ${body.message}` };
  }

  async function sendMarked<Output>(sent: Sent, input: object): Promise<Reply<Output>> {
    const reply = await send<Output>(sent.operation, input);
    if (reply.kind !== "lost") sent.outcome = reply.kind === "answer" ? "acknowledged" : "refused";
    return reply;
  }

  return {
    counts,
    send,
    sendMarked,
    async insist(operation, inputOf, about) {
      for (;;) {
        const sent = marks.next(operation, about);
        const reply = await sendMarked<Operations[typeof operation]["output"]>(sent, inputOf(sent.mark));
        if (reply.kind !== "lost") return reply;
      }
    },
    answers(count) {
      return new Promise((resolve) => {
        let left = count;
        const watcher = () => {
          left--;
          if (left > 0) return;
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
      });
    },
    close: () => agent.destroy(),
  };
}

function posted(agent: Agent, url: string, operation: string, body: string) {
  return new Promise<{ readonly status: number; readonly text: string } | undefined>((resolve) => {
    const headers = {
      "Content-Type": "application/x-amz-json-1.0",
      "Content-Length": Buffer.byteLength(body),
      "X-Amz-Target": `SimpleWorkflowService.${operation}`,
    };
    const lost = () => resolve(undefined);
    const sending = request(url, { method: "POST", agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", lost);
      response.on("close", lost);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
      });
    });
    sending.on("error", lost);
    sending.end(body);
  });
}
