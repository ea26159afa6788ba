import type { IncomingMessage } from "node:http";

/** The most bytes a request may have, headers included (reference, section 11). */
const LIMIT = 1_048_576;

/**
 * All bytes of a request's body. A request over 1 MB has its connection cut, as the service does, as soon as it is known to
 * be too large; no more than the limit is ever held.
 *
 * @returns Undefined if the connection ended or was cut: there is nobody left to answer.
 */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const room = LIMIT - sizeOfHead(request);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const cut = () => {
      request.destroy();
      chunks.length = 0;
      resolve(undefined);
    };
    request.on("error", () => resolve(undefined)).on("close", () => resolve(undefined));
    if (Number(request.headers["content-length"] ?? 0) > room) return cut();
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > room) cut();
      else chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
  });
}

/** The request line and the header lines, with what separates them. */
function sizeOfHead({ method = "", url = "", rawHeaders }: IncomingMessage): number {
  const lines = rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
  return lines + method.length + url.length + "  HTTP/1.1\r\n\r\n".length;
}
