import type { SwfApi } from "./swf-api.ts";

/** What an AWS client lets be seen of its connections, once it has made a call. */
interface Connections {
  readonly requestTimeout?: number;
  readonly socketTimeout?: number;
  readonly httpsAgent?: { readonly maxSockets?: number };
}

interface Connected {
  readonly config?: { readonly requestHandler?: { httpHandlerConfigs?(): Connections } };
}

/** The service holds a poll for 60 seconds, and its answer needs time to come. */
const LEAST_TIMEOUT_MS = 70_000;

/**
 * What is wrong with the connections of an AWS client, in words; nothing if they cannot be seen, as those of an engine.
 * A timeout that is as long as a poll cuts polls off, with the tasks that come by them; polls that take all sockets leave
 * none for answers.
 *
 * @param pollers - Polls in flight at a time.
 */
export function connectionFlaws(api: SwfApi, pollers: number): readonly string[] {
  const handler = (api as Connected).config?.requestHandler;
  const { requestTimeout = 0, socketTimeout = 0, httpsAgent } = handler?.httpHandlerConfigs?.() ?? {};
  const tooShort = Object.entries({ requestTimeout, socketTimeout }).filter(
    ([, ms]) => ms > 0 && ms < LEAST_TIMEOUT_MS,
  );
  const { maxSockets = Number.POSITIVE_INFINITY } = httpsAgent ?? {};
  return [
    ...tooShort.map(
      ([name, ms]) =>
        `${name} of the AWS client is ${ms} ms, and the service holds a poll for 60 s: write new SWF({ requestHandler: { ${name}: ${LEAST_TIMEOUT_MS} } }), or more`,
    ),
    ...(maxSockets > pollers
      ? []
      : [
          `the AWS client has ${maxSockets} sockets, and ${pollers} polls take them all: write new SWF({ requestHandler: { httpsAgent: { maxSockets: ${pollers + 50} } } }), or give each worker a client of its own`,
        ]),
  ];
}
