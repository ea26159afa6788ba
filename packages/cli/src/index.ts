export type { ErrorCode, ErrorDescription } from "./errors.ts";
export { ERRORS } from "./errors.ts";
export type { Io } from "./io.ts";
export type { ExitCode } from "./run.ts";
export { run } from "./run.ts";
