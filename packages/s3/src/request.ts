import { PayloadError } from "@sweft/payload";
import type { S3Request } from "./errors.ts";
import { translate } from "./errors.ts";

/** How long a request may take, and whether anybody still waits for it. */
export interface Limits {
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Does one request, until it is answered, takes too long, or nobody waits for it any more.
 *
 * @param about - For messages.
 * @param limits - When to give up.
 * @param ask - The request; its signal aborts when it is to give up.
 * @throws {PayloadError} `PAYLOAD_TIMEOUT` after the time, and what the errors of S3 mean. The reason of `limits.signal`
 * once that aborts.
 */
export async function asking<T>(
  about: S3Request,
  { timeoutSeconds, signal }: Limits,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const giveUp = new AbortController();
  const leave = (): void => giveUp.abort(signal?.reason);
  signal?.addEventListener("abort", leave, { once: true });
  const timer = setTimeout(() => giveUp.abort(tooSlow(about, timeoutSeconds)), timeoutSeconds * 1000);
  try {
    return await ask(giveUp.signal);
  } catch (error) {
    giveUp.signal.throwIfAborted();
    throw translate(error, about);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", leave);
  }
}

function tooSlow({ bucket, key, verb }: S3Request, timeoutSeconds: number): PayloadError {
  const message = `The bucket ${bucket} did not ${verb} ${key} within ${timeoutSeconds} seconds.`;
  return new PayloadError(
    "PAYLOAD_TIMEOUT",
    `${message} Allow s3Store a longer timeoutSeconds if it often takes that long.`,
  );
}
