import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";

/**
 * All bytes of an answer. The stream is over when this settles: read to its end, failed, or destroyed, so that its
 * connection is either free again or closed.
 *
 * @param body - Of the answer to a `GetObjectCommand`.
 * @param signal - Stops the reading.
 */
export async function bytesOf(body: GetObjectCommandOutput["Body"], signal: AbortSignal): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  // Clients that fetch have streams without it, which the signal of the request stops.
  const stop = (): void => void ("destroy" in body && body.destroy(signal.reason));
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await body.transformToByteArray();
  } catch (error) {
    stop();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
