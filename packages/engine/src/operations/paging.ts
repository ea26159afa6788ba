import { fault } from "../errors.ts";
import type { Service } from "../service.ts";

/** What a paged call says about paging. */
export interface Paging {
  readonly nextPageToken?: string | undefined;
  /** 0 or absent: 1,000. */
  readonly maximumPageSize?: number | undefined;
}

/** What a list says about paging. */
export interface ListPaging extends Paging {
  readonly reverseOrder?: boolean | undefined;
}

const longestPage = 1_000;

/** The size of a page that was asked for. */
export function sizeOf({ maximumPageSize }: Paging): number {
  return maximumPageSize === undefined || maximumPageSize === 0 ? longestPage : maximumPageSize;
}

/** A list to be cut into pages. */
export interface Listing<T> {
  /** Names the list; a token of another is refused. */
  readonly kind: string;
  readonly ascending: readonly T[];
  readonly descend: boolean;
  /** What the list ascends by; no two items share it. */
  readonly keyOf: (item: T) => string | number;
}

/** One page of a list, and the token of the next if there is one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly token: { readonly nextPageToken?: string };
}

/**
 * Cuts a page out of a list. The token holds the key of the last item given, so that items which come or go between two calls
 * shift nothing.
 *
 * @throws {EngineError} As {@link decodeToken}.
 */
export function page<T>(
  clock: Pick<Service, "now">,
  { kind, ascending, descend, keyOf }: Listing<T>,
  paging: Paging,
): Page<T> {
  const ordered = descend ? ascending.toReversed() : ascending;
  let rest = ordered;
  if (paging.nextPageToken !== undefined) {
    const [key] = decodeToken(clock, kind, paging.nextPageToken);
    if (typeof key !== "string" && typeof key !== "number") throw invalidToken();
    rest = ordered.filter((item) => (descend ? keyOf(item) < key : keyOf(item) > key));
  }
  const items = rest.slice(0, sizeOf(paging));
  const last = items.at(-1);
  const more = items.length < rest.length && last !== undefined;
  return { items, token: more ? { nextPageToken: encodeToken(clock, kind, [keyOf(last)]) } : {} };
}

/** How long a page token is good, in milliseconds: a day (reference, section 3). */
export const tokenLifeMs = 86_400_000;

/**
 * Makes a token that carries its parts, and when it was made.
 *
 * @param kind - What it is a token of.
 */
export function encodeToken({ now }: Pick<Service, "now">, kind: string, parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([kind, now(), ...parts])).toString("base64url");
}

/**
 * Reads the parts of a token.
 *
 * @param lifeMs - How long it is good, default a day.
 * @throws {EngineError} `ValidationException`, with the service's words, for one that is too old, and for anything that
 * {@link encodeToken} did not make of this kind.
 */
export function decodeToken(
  { now }: Pick<Service, "now">,
  kind: string,
  token: string,
  lifeMs = tokenLifeMs,
): readonly unknown[] {
  const [tokenKind, madeMs, ...parts] = partsOf(token);
  if (tokenKind !== kind || typeof madeMs !== "number") throw invalidToken();
  if (now() - madeMs > lifeMs) throw fault("ValidationException", "Specified token has exceeded its maximum lifetime");
  return parts;
}

function partsOf(token: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, "base64url").toString());
    if (Array.isArray(parts)) return parts;
  } catch {
    // Not JSON: no token.
  }
  return [];
}

/** The service's answer to a token that is none. */
export function invalidToken(): Error {
  return fault("ValidationException", "Invalid token");
}
