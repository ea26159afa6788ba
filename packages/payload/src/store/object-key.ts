import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

/** Whose payload an object is. */
export interface Scope {
  readonly domain: string;
  readonly workflowId: string;
  /** Absent where the run does not exist yet: inputs of starts, and of children. */
  readonly runId?: string;
}

/** A key, in its parts as they stand there: compare them with those of {@link scopeFolder}. */
export interface ObjectKey {
  /** `domain/workflow/run/`, as {@link scopeFolder} writes it. */
  readonly folder: string;
  /** `domain/`, as {@link domainFolder} writes it. */
  readonly domainFolder: string;
  /** Whether the run did not exist yet when the object was written. */
  readonly isStart: boolean;
  readonly digest: string;
}

/** Stands in the place of the run id where there is none yet. */
const START = "start";
const DIGEST = /^[0-9a-f]{32,128}$/;
/** A part: plain characters, and the others as `.xx` of their bytes; a long one ends in `.h` and a hash. */
const PART = /^(?:[A-Za-z0-9_-]|\.[0-9a-f]{2})*(?:\.h[0-9a-f]{32})?$/;

/** Characters that a part may have, and bytes that it may have as the name of a folder, where all but a-z cost three. */
const MAX_PART = 128;
const MAX_NAME = 240;

/**
 * The key of an object: `<prefix><domain>/<workflow id>/<run id or "start">/<digest>`. So rules of a store's own can expire
 * what a prefix holds, and a cleaner sees by the key whose object it is.
 *
 * @param prefix - What the user lets every key begin with.
 * @param scope - Whose payload it is.
 * @param digest - Of the content, in hexadecimal digits, so that the same content has the same key.
 */
export function objectKey(prefix: string, scope: Scope, digest: string): string {
  return `${prefix}${scopeFolder(scope)}${digest}`;
}

/** What the keys of all objects of a domain begin with, behind the prefix. */
export function domainFolder(domain: string): string {
  return `${partOf(domain)}/`;
}

/** What the keys of all objects of an execution begin with, behind the prefix. */
export function scopeFolder({ domain, workflowId, runId }: Scope): string {
  return `${domainFolder(domain)}${partOf(workflowId)}/${runId === undefined ? START : runPart(runId)}/`;
}

/**
 * Takes a key apart.
 *
 * @returns Undefined for what is no key of {@link objectKey}, such as an object of somebody else's.
 */
export function parseObjectKey(prefix: string, key: string): ObjectKey | undefined {
  if (!key.startsWith(prefix)) return undefined;
  const [domain, workflow, run, digest, ...more] = key.slice(prefix.length).split("/");
  if (!isPart(domain) || !isPart(workflow) || !isPart(run)) return undefined;
  if (digest === undefined || more.length > 0 || !DIGEST.test(digest)) return undefined;
  return { folder: `${domain}/${workflow}/${run}/`, domainFolder: `${domain}/`, isStart: run === START, digest };
}

const isPart = (part: string | undefined): boolean => part !== undefined && part !== "" && PART.test(part);

/** No run has the name that stands for none. */
const runPart = (runId: string): string => (runId === START ? ".73tart" : partOf(runId));

/**
 * A name as one part of a key, of characters that every store takes as they are: run ids of SWF have slashes, workflow
 * ids nearly anything. Different names give different parts.
 */
function partOf(name: string): string {
  let part = "";
  let cost = 0;
  for (const character of name) {
    const plain = /[A-Za-z0-9_-]/.test(character);
    const written = plain ? character : escaped(character);
    part += written;
    cost += plain ? (/[A-Z]/.test(character) ? 3 : 1) : (written.length / 3) * 5;
    if (part.length > MAX_PART || cost > MAX_NAME) return shortened(name);
  }
  return part;
}

/** Buffer would write every half of a surrogate pair alike; three bytes of their own keep them apart. */
function escaped(character: string): string {
  const unit = character.charCodeAt(0);
  const isLone = character.length === 1 && unit >= 0xd800 && unit <= 0xdfff;
  const bytes = isLone
    ? [0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]
    : [...Buffer.from(character)];
  return bytes.map((byte) => `.${byte.toString(16).padStart(2, "0")}`).join("");
}

/** A part that is too long: how it begins, and a hash of all of it. */
function shortened(name: string): string {
  const start = /^[A-Za-z0-9_-]{0,40}/.exec(name)?.[0] ?? "";
  return `${start}.h${createHash("sha256").update(name, "utf16le").digest("hex").slice(0, 32)}`;
}
