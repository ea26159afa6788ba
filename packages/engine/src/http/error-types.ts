import type { ErrorCode } from "../errors.ts";
import { ERRORS } from "../errors.ts";

const modelled = <const C extends ErrorCode>(code: C) => `com.amazonaws.swf.base.model#${code}` as const;
const coral = <const C extends string>(name: C) => `com.amazon.coral.service#${name}` as const;

/**
 * The `__type` of each error on the wire (reference, section 1). Errors of the HTTP server itself, which the service
 * does not have, go by their bare code.
 */
const TYPES: Readonly<Record<ErrorCode, string>> = {
  UnknownResourceFault: modelled("UnknownResourceFault"),
  DomainAlreadyExistsFault: modelled("DomainAlreadyExistsFault"),
  DomainDeprecatedFault: modelled("DomainDeprecatedFault"),
  TypeAlreadyExistsFault: modelled("TypeAlreadyExistsFault"),
  TypeDeprecatedFault: modelled("TypeDeprecatedFault"),
  TypeNotDeprecatedFault: modelled("TypeNotDeprecatedFault"),
  WorkflowExecutionAlreadyStartedFault: modelled("WorkflowExecutionAlreadyStartedFault"),
  DefaultUndefinedFault: modelled("DefaultUndefinedFault"),
  LimitExceededFault: modelled("LimitExceededFault"),
  TooManyTagsFault: modelled("TooManyTagsFault"),
  OperationNotPermittedFault: modelled("OperationNotPermittedFault"),
  ThrottlingException: "com.amazon.coral.availability#ThrottlingException",
  ValidationException: "com.amazon.coral.validate#ValidationException",
  SerializationException: coral("SerializationException"),
  UnknownOperationException: coral("UnknownOperationException"),
  MissingAuthenticationTokenException: coral("MissingAuthenticationTokenException"),
  IncompleteSignatureException: coral("IncompleteSignatureException"),
  InvalidSignatureException: coral("InvalidSignatureException"),
  UnrecognizedClientException: coral("UnrecognizedClientException"),
  InternalFailure: coral("InternalFailure"),
  CONNECTION_LOST: "com.amazon.coral.availability#ServiceUnavailableException",
  ENGINE_CLOSED: "com.amazon.coral.availability#ServiceUnavailableException",
  ENGINE_OPTION_INVALID: "ENGINE_OPTION_INVALID",
  AbortError: "AbortError",
  LAMBDA_ABORTED: "LAMBDA_ABORTED",
  HOST_REFUSED: "HOST_REFUSED",
  ORIGIN_REFUSED: "ORIGIN_REFUSED",
  PATH_UNKNOWN: "PATH_UNKNOWN",
  METHOD_UNKNOWN: "METHOD_UNKNOWN",
  REQUEST_MALFORMED: "REQUEST_MALFORMED",
  REQUEST_TOO_SLOW: "REQUEST_TOO_SLOW",
  HEADERS_TOO_LARGE: "HEADERS_TOO_LARGE",
  ADDRESS_UNAVAILABLE: "ADDRESS_UNAVAILABLE",
  STORE_IN_USE: "STORE_IN_USE",
  STORE_UNREADABLE: "STORE_UNREADABLE",
};

/** An error as the client gets it. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: string;
}

/** The answer to a known error. */
export function errorAnswer(code: ErrorCode, message: string): ErrorAnswer {
  return { status: ERRORS[code].httpStatusCode, body: JSON.stringify({ __type: TYPES[code], message }) };
}

/**
 * The answer to whatever was thrown. What is no error of the engine is a bug of it: `onBug` learns of it, the client
 * only that there is one.
 */
export function answerToThrown(thrown: unknown, onBug: (bug: unknown) => void): ErrorAnswer {
  const { code, message } = (thrown ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (isErrorCode(code) && code !== "InternalFailure") return errorAnswer(code, String(message));
  onBug(thrown);
  return errorAnswer("InternalFailure", "The engine failed; its log says why.");
}

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === "string" && Object.hasOwn(ERRORS, code);
