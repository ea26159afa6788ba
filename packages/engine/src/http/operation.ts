import type { IncomingMessage } from "node:http";
import type { CallOptions, OperationName } from "../api.ts";
import type { Engine } from "../engine.ts";
import { fault } from "../errors.ts";
import { OPERATIONS } from "../operations/table.ts";
import { answerJson } from "./answer-json.ts";
import type { Connections } from "./connections.ts";
import { credentialScope, worldOf } from "./credential-scope.ts";
import type { ServeSettings } from "./options.ts";
import { readRequest } from "./read-request.ts";
import { verifySignature } from "./signature.ts";

/** The operations that may wait, and end early if their connection does, or the server closes. */
const POLLS: ReadonlySet<OperationName> = new Set<OperationName>(["PollForDecisionTask", "PollForActivityTask"]);

/**
 * Serves `POST /`: one operation of the API, as AWS JSON 1.0.
 *
 * @returns The body of the answer.
 * @throws {EngineError} All that the operation throws; `UnknownOperationException`, `SerializationException`, and what
 * {@link verifySignature} throws, as rejections.
 */
export async function operation(
  engine: Engine,
  settings: ServeSettings,
  connections: Connections,
  request: IncomingMessage,
  body: Buffer,
): Promise<string> {
  const { headers, method = "", url = "" } = request;
  const { credentials, now } = settings;
  if (credentials !== undefined) await verifySignature({ method, url, headers, body }, credentials, now());
  const name = operationIn(headers["x-amz-target"]);
  const input = readRequest(body);
  const api = engine.world(worldOf(credentialScope(headers.authorization)));
  const methodName = `${name.charAt(0).toLowerCase()}${name.slice(1)}` as Uncapitalize<OperationName>; // by its definition
  // What the client sent has any shape; the operation itself reads it.
  const call = api[methodName] as (input: unknown, options: CallOptions) => Promise<object>;
  if (!POLLS.has(name)) return answerJson(await call(input, {}));
  const { abortSignal, done } = connections.poll(request);
  try {
    return answerJson(await call(input, { abortSignal }));
  } finally {
    done();
  }
}

/** The operation that X-Amz-Target names: its last part, whatever stands before it. */
function operationIn(target: string | readonly string[] | undefined): OperationName {
  const text = String(target ?? "");
  const name = text.slice(text.lastIndexOf(".") + 1);
  if (!Object.hasOwn(OPERATIONS, name)) {
    const said =
      target === undefined ? "The request has no X-Amz-Target" : `There is no ${JSON.stringify(text.slice(0, 256))}`;
    throw fault("UnknownOperationException", `${said}; name an operation of Amazon SWF, such as ListDomains`);
  }
  return name as OperationName; // a key of the table
}
