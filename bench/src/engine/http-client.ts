import { Agent, request } from "node:http";
import type { CallOptions, EngineApi } from "@sweft/engine";

/** A client that does nothing but send and parse, so that what is measured is not the client. The AWS client is slower. */
export interface HttpClient {
  readonly api: EngineApi;
  close(): void;
}

/** Opens a client of a server on this machine. */
export function openHttpClient(port: number): HttpClient {
  const agent = new Agent({ keepAlive: true });
  const methods = new Proxy(
    {},
    {
      get: (_, name: string) => (input: object, options?: CallOptions) => call(operationOf(name), input, options),
    },
  );

  function call(operation: string, input: object, { abortSignal }: CallOptions = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const body = JSON.stringify(input);
      const headers = {
        "Content-Type": "application/x-amz-json-1.0",
        "Content-Length": Buffer.byteLength(body),
        "X-Amz-Target": `SimpleWorkflowService.${operation}`,
      };
      const signal = abortSignal === undefined ? {} : { signal: abortSignal };
      const sent = request({ agent, port, host: "127.0.0.1", method: "POST", headers, ...signal }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (piece: string) => {
          text += piece;
        });
        response.on("error", reject);
        response.on("end", () => {
          if (response.statusCode === 200) resolve(text === "" ? {} : JSON.parse(text));
          else reject(failure(text));
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  return {
    api: methods as EngineApi, // every name is an operation
    close: () => agent.destroy(),
  };
}

function operationOf(method: string): string {
  return `${method.charAt(0).toUpperCase()}${method.slice(1)}`;
}

/** The fault that an answer tells of, by the name that the AWS client gives it. */
function failure(text: string): Error {
  const { __type: type = "", message } = JSON.parse(text) as { readonly __type?: string; readonly message?: string };
  return Object.assign(new Error(message), { name: type.slice(type.indexOf("#") + 1) });
}
