interface ErrorEntry {
  readonly httpStatusCode: number;
  readonly about: string;
}

/**
 * Every error the engine answers with, by its stable code. The modelled faults carry the names of the AWS client's
 * exceptions, so that a handler written for Amazon SWF works unchanged.
 */
export const ERRORS = {
  UnknownResourceFault: {
    httpStatusCode: 400,
    about: "The domain, type, execution or task does not exist, or is no longer open.",
  },
  OperationNotPermittedFault: { httpStatusCode: 400, about: "The caller may not do this." },
  DomainAlreadyExistsFault: { httpStatusCode: 400, about: "A domain of this name exists, registered or deprecated." },
  DomainDeprecatedFault: { httpStatusCode: 400, about: "The domain is deprecated and takes nothing new." },
  TypeAlreadyExistsFault: { httpStatusCode: 400, about: "A type of this name and version exists in the domain." },
  TypeDeprecatedFault: { httpStatusCode: 400, about: "The type is deprecated and starts nothing new." },
  WorkflowExecutionAlreadyStartedFault: {
    httpStatusCode: 400,
    about: "An execution with this workflow id is open in the domain.",
  },
  DefaultUndefinedFault: {
    httpStatusCode: 400,
    about: "A value is neither in the call nor a default of the registered type.",
  },
  LimitExceededFault: { httpStatusCode: 400, about: "A limit of the service would be exceeded." },
  TooManyTagsFault: { httpStatusCode: 400, about: "A domain takes at most 50 resource tags." },
  ValidationException: { httpStatusCode: 400, about: "A member of the request breaks a rule; the message names each." },
  SerializationException: { httpStatusCode: 400, about: "A member of the request has the wrong type." },
  AbortError: { httpStatusCode: 400, about: "The caller's abort signal fired before the answer." },
  ENGINE_CLOSED: { httpStatusCode: 503, about: "The engine was closed; open a new one." },
  ENGINE_OPTION_INVALID: { httpStatusCode: 400, about: "An option given to openEngine or to a clock is unusable." },
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
