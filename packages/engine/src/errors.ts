interface ErrorEntry {
  readonly httpStatusCode: number;
  readonly summary: string;
  readonly fix: string;
}

/**
 * Every error the engine answers with, by its stable code. The modelled faults carry the names of the AWS client's
 * exceptions, so that a handler written for Amazon SWF works unchanged.
 */
export const ERRORS = {
  UnknownResourceFault: {
    httpStatusCode: 400,
    summary: "The domain, type, execution or task does not exist, or is no longer open.",
    fix: "Check domain, type and ids; a task whose answer came too late needs nothing more.",
  },
  DomainAlreadyExistsFault: {
    httpStatusCode: 400,
    summary: "A domain of this name exists, registered or deprecated.",
    fix: "Go on with the domain that is there, or take another name.",
  },
  DomainDeprecatedFault: {
    httpStatusCode: 400,
    summary: "The domain is deprecated and takes nothing new.",
    fix: "Use a registered domain, or undeprecate this one.",
  },
  TypeAlreadyExistsFault: {
    httpStatusCode: 400,
    summary: "A type of this name and version exists in the domain.",
    fix: "Go on with the type that is there; its defaults cannot be changed, a new version can have others.",
  },
  TypeDeprecatedFault: {
    httpStatusCode: 400,
    summary: "The type is deprecated and starts nothing new.",
    fix: "Start another version, or undeprecate this one.",
  },
  TypeNotDeprecatedFault: {
    httpStatusCode: 400,
    summary: "The type is registered, and only a deprecated one can be deleted.",
    fix: "Deprecate the type first.",
  },
  WorkflowExecutionAlreadyStartedFault: {
    httpStatusCode: 400,
    summary: "An execution with this workflow id is open in the domain.",
    fix: "Wait for the open execution to close, or take another workflow id.",
  },
  DefaultUndefinedFault: {
    httpStatusCode: 400,
    summary: "A value is neither in the call nor a default of the registered type.",
    fix: "Give the value in the call, or register the type with a default.",
  },
  LimitExceededFault: {
    httpStatusCode: 400,
    summary: "A limit of the service would be exceeded.",
    fix: "Close or remove what is no longer needed, or raise the limit.",
  },
  OperationNotPermittedFault: {
    httpStatusCode: 400,
    summary: "The account's permissions do not allow the operation.",
    fix: "Permit it: with an engine, in the option `permits`.",
  },
  ThrottlingException: {
    httpStatusCode: 400,
    summary: "Calls of this operation come faster than the quotas allow.",
    fix: "Try again after a pause, which AWS clients do by themselves, or call less often.",
  },
  TooManyTagsFault: {
    httpStatusCode: 400,
    summary: "A domain takes at most 50 resource tags.",
    fix: "Remove tags first.",
  },
  ValidationException: {
    httpStatusCode: 400,
    summary: "A member of the request breaks a rule; the message names each.",
    fix: "Correct the members that the message names.",
  },
  SerializationException: {
    httpStatusCode: 400,
    summary: "A member of the request has the wrong type.",
    fix: "Send the type that the member has in the API.",
  },
  InternalFailure: {
    httpStatusCode: 500,
    summary: "The engine made a mistake, or its store could not be written.",
    fix: "See the message. What was answered before is kept; if the store failed, mend it and open the engine again.",
  },
  AbortError: {
    httpStatusCode: 400,
    summary: "The caller's abort signal fired before the answer.",
    fix: "Nothing: the task, if there was one, goes to the next poller.",
  },
  LAMBDA_ABORTED: {
    httpStatusCode: 400,
    summary:
      "Nobody waits for a Lambda function any more: its time is out, its execution has closed, or the engine was.",
    fix: "End what the function has begun; what it returns or throws from now on is dropped.",
  },
  CONNECTION_LOST: {
    httpStatusCode: 503,
    summary: "The connection was lost, as a test wanted: the call may have taken effect, or not.",
    fix: "Try again as after a lost connection to Amazon SWF. Only engines behind `withFaults` answer so.",
  },
  ENGINE_CLOSED: {
    httpStatusCode: 503,
    summary: "The engine was closed.",
    fix: "Open a new engine; close clients and workers before the engine.",
  },
  UnknownOperationException: {
    httpStatusCode: 400,
    summary: "The header X-Amz-Target names no operation of the service.",
    fix: "Send `SimpleWorkflowService.` and the name of an operation, as every AWS SDK does.",
  },
  MissingAuthenticationTokenException: {
    httpStatusCode: 400,
    summary: "The server checks signatures, and the request has none.",
    fix: "Give the client one of the keys that the server was started with.",
  },
  IncompleteSignatureException: {
    httpStatusCode: 400,
    summary: "The header Authorization lacks a part of a signature, or has one that cannot be read.",
    fix: "Sign with AWS Signature Version 4, in the header; the message names what is missing.",
  },
  InvalidSignatureException: {
    httpStatusCode: 400,
    summary: "The signature does not fit the request, or is older or newer than five minutes.",
    fix: "Check the secret access key and the clock of the client.",
  },
  UnrecognizedClientException: {
    httpStatusCode: 400,
    summary: "The server does not know the access key id of the signature.",
    fix: "Give the client one of the keys that the server was started with.",
  },
  HOST_REFUSED: {
    httpStatusCode: 403,
    summary: "A request reached the server under a name that is not its own, as when a web page rebinds a DNS name.",
    fix: "Use localhost or 127.0.0.1, or name the host in `allowedHosts`.",
  },
  ORIGIN_REFUSED: {
    httpStatusCode: 403,
    summary: "A web page of another host sent the request.",
    fix: "Call the server from programs; name the host of a page of your own in `allowedHosts`.",
  },
  PATH_UNKNOWN: {
    httpStatusCode: 404,
    summary: "The server has nothing at the path.",
    fix: "Send operations to `/`; the message says what an optional path needs.",
  },
  METHOD_UNKNOWN: {
    httpStatusCode: 405,
    summary: "The server has the path, but not for this HTTP method.",
    fix: "Use a method that the header Allow lists.",
  },
  REQUEST_MALFORMED: {
    httpStatusCode: 400,
    summary: "What the client sent is not HTTP.",
    fix: "Use an HTTP client; the server does not speak TLS.",
  },
  REQUEST_TOO_SLOW: {
    httpStatusCode: 408,
    summary: "The client took longer than 10 seconds for the headers, or 30 for the whole request.",
    fix: "Send the request at once.",
  },
  HEADERS_TOO_LARGE: {
    httpStatusCode: 431,
    summary: "The headers of a request are larger than 16 KiB.",
    fix: "Send what an AWS client sends.",
  },
  ADDRESS_UNAVAILABLE: {
    httpStatusCode: 400,
    summary: "The server could not listen at its address.",
    fix: "Take another port, or 0 for any that is free.",
  },
  STORE_IN_USE: {
    httpStatusCode: 503,
    summary: "The store's file belongs to another engine that is running.",
    fix: "Close the other engine, or give this one a file of its own.",
  },
  STORE_UNREADABLE: {
    httpStatusCode: 500,
    summary: "The store's file is not one of this engine's, is damaged, or was written by a newer version.",
    fix: "See the message: take another file, restore a backup, or upgrade.",
  },
  ENGINE_OPTION_INVALID: {
    httpStatusCode: 400,
    summary: "An option given to openEngine or to a clock is unusable.",
    fix: "The message names the option and its range.",
  },
} as const satisfies Record<string, ErrorEntry>;

/** The code of an engine error: a key of {@link ERRORS}. */
export type ErrorCode = keyof typeof ERRORS;

/** An error of the engine, shaped like the exceptions of the AWS client. Test `name` or `code`, never `instanceof`. */
export class EngineError extends Error {
  override readonly name: ErrorCode;
  readonly code: ErrorCode;
  readonly $fault: "client" | "server";
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(code: ErrorCode, message: string) {
    super(message);
    const { httpStatusCode } = ERRORS[code];
    this.name = code;
    this.code = code;
    this.$fault = httpStatusCode < 500 ? "client" : "server";
    this.$metadata = { httpStatusCode };
  }
}

/**
 * Makes an error of the engine, to be thrown.
 *
 * @param code - A key of {@link ERRORS}; becomes `name` and `code`.
 * @param message - The service's own text where it is known (reference, section 1).
 */
export function fault(code: ErrorCode, message: string): EngineError {
  return new EngineError(code, message);
}

/** True for an error that {@link fault} made. */
export function isEngineError(error: unknown): error is EngineError {
  return (
    Object.hasOwn(ERRORS, String((error as Partial<EngineError> | null)?.code)) &&
    Object.hasOwn(Object(error), "$fault")
  );
}
