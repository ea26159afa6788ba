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
  AbortError: {
    httpStatusCode: 400,
    summary: "The caller's abort signal fired before the answer.",
    fix: "Nothing: the task, if there was one, goes to the next poller.",
  },
  ENGINE_CLOSED: {
    httpStatusCode: 503,
    summary: "The engine was closed.",
    fix: "Open a new engine; close clients and workers before the engine.",
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
