import type { IncomingMessage } from "node:http";
import type { Engine } from "../engine.ts";
import { fault } from "../errors.ts";
import { advanceClock, tellClock } from "./clock-routes.ts";
import type { Connections } from "./connections.ts";
import { operation } from "./operation.ts";
import type { ServeSettings } from "./options.ts";

/** What all requests are served with. */
export interface Serving {
  readonly engine: Engine;
  readonly settings: ServeSettings;
  readonly connections: Connections;
}

interface Route {
  /** Default `application/json`. */
  readonly contentType?: string;
  /** The body of the answer. */
  readonly run: (serving: Serving, request: IncomingMessage, body: Buffer) => string | Promise<string>;
}

/** All there is, by path and then by method. */
const ROUTES: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  "/": {
    POST: {
      run: ({ engine, settings, connections }, request, body) =>
        operation(engine, settings, connections, request, body),
    },
    GET: { contentType: "text/plain", run: () => "Sweft engine: an Amazon SWF endpoint, at your service.\n" },
  },
  "/moto-api/reset": { POST: { run: reset } },
  "/sweft-api/advance": { POST: { run: ({ engine }, _request, body) => advanceClock(engine.clock, body) } },
  "/sweft-api/clock": { GET: { run: ({ engine }) => tellClock(engine.clock) } },
};

/**
 * Finds what serves a request.
 *
 * @throws {EngineError} `PATH_UNKNOWN`, `METHOD_UNKNOWN`
 */
export function routeOf({ method = "", url = "" }: IncomingMessage): Route {
  const methods = methodsAt(url);
  if (methods.length === 0) throw fault("PATH_UNKNOWN", "Nothing is at this path; operations go to /");
  const path = pathOf(url);
  const route = methods.includes(method) ? ROUTES[path]?.[method] : undefined;
  if (route !== undefined) return route;
  throw fault("METHOD_UNKNOWN", `${path} takes ${methods.join(", ")}`);
}

/** The methods that a path takes: none if it does not exist. */
export function methodsAt(url: string): readonly string[] {
  const path = pathOf(url);
  return Object.hasOwn(ROUTES, path) ? Object.keys(ROUTES[path] ?? {}) : [];
}

const pathOf = (url: string) => url.split("?", 1)[0] ?? "";

async function reset({ engine, settings }: Serving): Promise<string> {
  if (!settings.allowReset)
    throw fault("PATH_UNKNOWN", "Nothing is at this path unless the engine is served with allowReset");
  await engine.reset();
  return JSON.stringify({ status: "ok" });
}
