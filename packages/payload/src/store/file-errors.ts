import type { PayloadErrorCode } from "../errors.ts";
import { codeOf, PayloadError } from "../errors.ts";

/** What a request to the file system is about. */
interface FileRequest {
  readonly home: string;
  readonly key: string;
  readonly signal: AbortSignal | undefined;
}

/** What the errors of file systems, those over a network too, mean to a store. All others are handed on as they are. */
const MEANINGS: ReadonlyMap<string | undefined, PayloadErrorCode> = new Map<string, PayloadErrorCode>([
  ["EACCES", "PAYLOAD_FORBIDDEN"],
  ["EPERM", "PAYLOAD_FORBIDDEN"],
  ["EROFS", "PAYLOAD_FORBIDDEN"],
  ["EMFILE", "PAYLOAD_THROTTLED"],
  ["ENFILE", "PAYLOAD_THROTTLED"],
  ["ETIMEDOUT", "PAYLOAD_TIMEOUT"],
]);

/** Does a request, unless nobody waits for it any more, and gives what it throws the code that stores promise. */
export async function translated<T>({ home, key, signal }: FileRequest, request: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await request();
  } catch (cause) {
    signal?.throwIfAborted();
    const code = MEANINGS.get(codeOf(cause));
    if (!code) throw cause;
    const why = (cause as { readonly message?: unknown }).message;
    throw new PayloadError(code, `The folder ${home} failed at the key ${key}: ${why}`, { cause });
  }
}
