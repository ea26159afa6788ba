/** Too many requests: nothing was done, and later it may be. */
const THROTTLES: ReadonlySet<unknown> = new Set([
  "ThrottlingException",
  "Throttling",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "RequestLimitExceeded",
  "TooManyRequestsException",
]);

/** Credentials that have run out, or a clock that is wrong: the caller's environment may mend it at any moment. */
const CREDENTIALS: ReadonlySet<unknown> = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
  "InvalidSignatureException",
  "UnrecognizedClientException",
]);

/** Reads a property of whatever was thrown, without throwing. */
export function read(thrown: unknown, key: string): unknown {
  if (typeof thrown !== "object" || thrown === null) return undefined;
  try {
    return (thrown as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

/** The name of an error, as the AWS client and the engine give it: `UnknownResourceFault`. */
export const nameOf = (error: unknown): unknown => read(error, "name");

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  const message = read(error, "message");
  return typeof message === "string" ? message : String(error);
}

/** The execution, task, domain or type does not exist, or is open no more. */
export const isGone = (error: unknown): boolean => nameOf(error) === "UnknownResourceFault";

/** The service refused for the number of requests alone: it has done nothing. */
export const isThrottled = (error: unknown): boolean => THROTTLES.has(nameOf(error));

/** A service in this process that was closed: no call will ever succeed again. */
export const isEnd = (error: unknown): boolean => nameOf(error) === "ENGINE_CLOSED";

/**
 * Whether the same call may succeed later, as far as anybody can tell: whatever is no refusal of the service for what
 * the call says. For answers, which must not get lost.
 */
export function isTransient(error: unknown): boolean {
  if (isEnd(error) || nameOf(error) === "AbortError") return false;
  return read(error, "$fault") !== "client" || isThrottled(error) || CREDENTIALS.has(nameOf(error));
}

/**
 * Whether a call failed for throttling, the service or the network: certain to be worth another try. For calls whose
 * caller had better hear of everything else at once, such as missing credentials.
 */
export function isOutage(error: unknown): boolean {
  return isThrottled(error) || read(error, "$fault") === "server" ? !isEnd(error) : isNetwork(error);
}

/** Failures of the network, as Node and the AWS client name them. */
const NETWORK: ReadonlySet<unknown> = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_SOCKET",
  "TimeoutError",
  "RequestTimeout",
  "RequestTimeoutException",
]);

function isNetwork(error: unknown): boolean {
  const isOne = (one: unknown): boolean => NETWORK.has(read(one, "code")) || NETWORK.has(nameOf(one));
  return isOne(error) || isOne(read(error, "cause"));
}

/** Whether the service may have done what was asked although an error came back, now or in a try before. */
export function isAnswerLost(error: unknown): boolean {
  const attempts = read(read(error, "$metadata"), "attempts");
  return (isTransient(error) && !isThrottled(error)) || (typeof attempts === "number" && attempts > 1);
}
