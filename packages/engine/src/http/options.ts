import { fault } from "../errors.ts";
import type { OptionNames } from "../option-names.ts";
import { assertOptions } from "../option-names.ts";

/** A key that may sign requests. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Settings of a server; every one has a default. */
export interface ServeOptions {
  /** Where to listen, from 0 to 65535; 0 takes any port that is free. Default 0. */
  readonly port?: number;
  /**
   * The address to listen at. Default `127.0.0.1`. One that other machines reach opens the engine to all of them, unless
   * `credentials` are asked for.
   */
  readonly host?: string;
  /** Names, without port, that the header Host may have besides those of this machine. Default none. */
  readonly allowedHosts?: readonly string[];
  /** Only requests to the API that are signed with one of these are served. Default: signatures are not looked at. */
  readonly credentials?: readonly Credentials[];
  /** Serves `POST /moto-api/reset`, unsigned, which forgets everything. Default false. */
  readonly allowReset?: boolean;
  /** How long a client may take to send a request, in seconds above 0; for the headers at most 10. Default 30. */
  readonly requestSeconds?: number;
  /** How long `close` waits for the requests in hand, in seconds, from 0. Default 10. */
  readonly closeSeconds?: number;
  /** Learns of bugs of the engine, whose text the client does not get. Default: a warning of the process. */
  readonly onError?: (error: unknown) => void;
  /** The present in epoch milliseconds, for the age of signatures. Default: the machine's. */
  readonly now?: () => number;
}

/** The options with their defaults. */
export type ServeSettings = Required<Omit<ServeOptions, "credentials">> & Pick<ServeOptions, "credentials">;

const OPTIONS: OptionNames<ServeOptions> = {
  port: true,
  host: true,
  allowedHosts: true,
  credentials: true,
  allowReset: true,
  requestSeconds: true,
  closeSeconds: true,
  onError: true,
  now: true,
};

/**
 * Fills in what was not given.
 *
 * @throws {EngineError} `ENGINE_OPTION_INVALID`
 */
export function settingsOf(options: ServeOptions): ServeSettings {
  assertOptions("serveEngine", options, OPTIONS, "serveEngine(engine, { port: 4596 })");
  const settings: ServeSettings = {
    port: 0,
    host: "127.0.0.1",
    allowedHosts: [],
    allowReset: false,
    requestSeconds: 30,
    closeSeconds: 10,
    onError: warn,
    now: () => Date.now(),
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  };
  const { port, requestSeconds, closeSeconds, credentials } = settings;
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw fault("ENGINE_OPTION_INVALID", `port is ${port}; give a whole number from 0 to 65535.`);
  }
  if (!(requestSeconds > 0 && requestSeconds <= 86_400)) {
    throw fault("ENGINE_OPTION_INVALID", `requestSeconds is ${requestSeconds}; give seconds above 0, up to 86400.`);
  }
  if (!(closeSeconds >= 0 && closeSeconds <= 86_400)) {
    throw fault("ENGINE_OPTION_INVALID", `closeSeconds is ${closeSeconds}; give a number of seconds from 0 to 86400.`);
  }
  if (credentials?.length === 0) {
    throw fault(
      "ENGINE_OPTION_INVALID",
      "credentials is an empty list; give a key, or leave it out to serve everybody.",
    );
  }
  return settings;
}

function warn(error: unknown): void {
  const { stack = String(error) } = (error ?? {}) as { readonly stack?: string };
  process.emitWarning(stack, "SweftEngineWarning");
}
