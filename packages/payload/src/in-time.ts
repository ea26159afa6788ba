/**
 * Makes a request, and waits for it only so long.
 *
 * @param timeoutMs - From 1; Infinity waits for ever.
 * @param request - Gets a signal that aborts once nobody waits any more.
 * @param late - The error that is thrown then. What the request comes to later is nobody's affair.
 */
export async function inTime<T>(
  timeoutMs: number,
  request: (signal: AbortSignal) => Promise<T>,
  late: () => Error,
): Promise<T> {
  const controller = new AbortController();
  const answer = request(controller.signal);
  if (timeoutMs === Number.POSITIVE_INFINITY) return answer;
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => {
      const error = late();
      reject(error);
      controller.abort(error);
    }, timeoutMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
