import { fault } from "../errors.ts";
import type { ServeSettings } from "./options.ts";

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];
const AUTHORITY = /^(\[[0-9a-f:.]+\]|[^:]*)(?::[0-9]{1,5})?$/;

/** Is this address one that only the same machine reaches? */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.[0-9]+\.[0-9]+\.[0-9]+$/.test(host);
}

/**
 * Refuses what a web page on somebody's browser could send: requests under a name that was rebound to this address, and
 * requests that say they come from a page of another host.
 *
 * @throws {EngineError} `HOST_REFUSED`, `ORIGIN_REFUSED`
 */
export function assertOwnHost(
  headers: { readonly host?: string | undefined; readonly origin?: string | undefined },
  { host, allowedHosts }: Pick<ServeSettings, "host" | "allowedHosts">,
): void {
  const listened = host.includes(":") ? `[${host}]` : host;
  const known = new Set([...LOOPBACK_NAMES, listened, ...allowedHosts].map((name) => name.toLowerCase()));
  const named = nameIn(headers.host ?? "");
  // Open to the network and without a list of names, the server cannot know which names it has there.
  const isAnyName = !isLoopback(host) && allowedHosts.length === 0;
  if (!isAnyName && !known.has(named)) {
    throw fault("HOST_REFUSED", "The server is not known by the name in the header Host; allowedHosts would admit it");
  }
  if (headers.origin !== undefined && !known.has(nameIn(headers.origin.replace(/^https?:\/\//i, "")))) {
    throw fault("ORIGIN_REFUSED", "The request comes from a web page of another host; allowedHosts would admit it");
  }
}

/** The name without the port; empty if it is no name. */
function nameIn(authority: string): string {
  return AUTHORITY.exec(authority.toLowerCase())?.[1] ?? "";
}
