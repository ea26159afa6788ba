import { setImmediate } from "node:timers";
import { SWF } from "@aws-sdk/client-swf";
import { serveEngine } from "../../src/http/index.ts";
import type { CallOptions, Engine, EngineApi, VirtualClock } from "../../src/index.ts";

type Method = (input: unknown, options?: CallOptions) => Promise<object>;
type Methods = Readonly<Record<string, Method>>;

/** Where calls go in, and how to be rid of it. */
export interface OpenedTransport {
  readonly api: EngineApi;
  close(): Promise<void>;
}

/**
 * The AWS client against the engine over HTTP, in one process and on its virtual clock. Time stands still while a request or an
 * answer is under way, and may move while a poll waits, just as it does for calls in process.
 */
export async function overHttp(engine: Engine, clock: VirtualClock): Promise<OpenedTransport> {
  /** Tokens held for polls that have not arrived yet, and for answers to polls that have not arrived yet. */
  const goingOut: (() => void)[] = [];
  const comingBack: (() => void)[] = [];

  function watched(api: EngineApi): EngineApi {
    return wrapped(api, (name, method) => {
      if (!name.startsWith("poll")) return method;
      return async (input, options) => {
        const waiting = method(input, options);
        goingOut.shift()?.();
        try {
          return await waiting;
        } finally {
          comingBack.push(clock.hold());
        }
      };
    });
  }

  const server = await serveEngine({ ...engine, world: (scope) => watched(engine.world(scope)) });
  const client = new SWF({
    endpoint: server.url,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  const api = wrapped(client as unknown as EngineApi, (name, method) => async (input, options) => {
    const release = clock.hold();
    const polls = name.startsWith("poll");
    if (polls) goingOut.push(release);
    try {
      const { $metadata, ...answer } = (await method.call(client, input, options)) as Readonly<Record<string, unknown>>;
      return answer;
    } finally {
      // The caller acts on the answer first.
      setImmediate(() => {
        release();
        if (polls) comingBack.shift()?.();
      });
    }
  });
  return {
    api,
    async close() {
      client.destroy();
      await server.close();
    },
  };
}

/** The methods of an API, each wrapped. Those of the client live on its prototype. */
function wrapped(api: EngineApi, wrap: (name: string, method: Method) => Method): EngineApi {
  const methods = api as unknown as Methods; // all operations take an input and options
  return new Proxy(api, { get: (_, name: string) => wrap(name, methods[name] as Method) });
}
