import { read } from "../api/faults.ts";

/** Fields of a line. Errors stand under `err`, where log libraries look for them. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where workers and clients write what happens; a pino logger is one. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** The default: warnings and errors on the standard error stream, one line each. */
export function consoleLogger(): Logger {
  return {
    debug: () => {},
    info: () => {},
    warn: (fields, message) => console.error(line("warn", fields, message)),
    error: (fields, message) => console.error(line("error", fields, message)),
  };
}

/**
 * The same logger, which never throws: a line that cannot be written is lost, and the work it tells of goes on. So are
 * the lines of a level that the logger does not have, and of one that answers with a promise that rejects.
 */
export function unfailing(logger: Logger): Logger {
  const at =
    (level: keyof Logger) =>
    (fields: LogFields, message: string): void => {
      try {
        const written: unknown = logger[level](fields, message);
        Promise.resolve(written).catch(() => {});
      } catch {
        // There is nobody left to tell.
      }
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** A logger that adds fields to every line. */
export function withFields(logger: Logger, more: LogFields): Logger {
  return {
    debug: (fields, message) => logger.debug({ ...more, ...fields }, message),
    info: (fields, message) => logger.info({ ...more, ...fields }, message),
    warn: (fields, message) => logger.warn({ ...more, ...fields }, message),
    error: (fields, message) => logger.error({ ...more, ...fields }, message),
  };
}

function line(level: string, fields: LogFields, message: string): string {
  let text: string;
  try {
    text = JSON.stringify(fields, (_key, value: unknown) => plain(value));
  } catch {
    text = "{}";
  }
  return `sweft ${level}: ${message} ${text}`.replaceAll("\n", "\\n");
}

/** Errors print as nothing in JSON: say what they are, with the chain of their causes. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof read(value, "message") !== "string" || typeof read(value, "stack") !== "string") return value;
  const [name, code, cause] = [read(value, "name"), read(value, "code"), read(value, "cause")];
  return { name, code, message: read(value, "message"), ...(cause === undefined ? {} : { cause }) };
}
