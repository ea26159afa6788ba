import { createReadStream } from "node:fs";

/** The largest file that is read: 500 orders with all fields at their longest need less. */
const MOST_MEGABYTES = 16;

/** The text of a file, or what is wrong with the file. */
export type ReadText = { readonly text: string } | { readonly problem: string };

/**
 * Reads a text file in UTF-8, and never more of a file than it may hold. Rejects for nothing.
 *
 * @param path - Any path; a pipe will do.
 */
export async function readText(path: string): Promise<ReadText> {
  const most = MOST_MEGABYTES * 1_000_000;
  const chunks: Buffer[] = [];
  try {
    // `end` is the last byte read: one more than allowed tells that there is more.
    for await (const chunk of createReadStream(path, { end: most })) chunks.push(chunk as Buffer);
  } catch (error) {
    return { problem: unreadable(error) };
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length > most) {
    return { problem: `the file is larger than ${MOST_MEGABYTES} MB; name a JSON file with a list of orders` };
  }
  return decoded(bytes);
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file; name a JSON file with a list of orders",
  EISDIR: "that is a folder; name a JSON file with a list of orders",
  ENOTDIR: "a part of this path is a file, not a folder; name a JSON file with a list of orders",
  EACCES: "the file may not be read; check its permissions",
};

function unreadable(error: unknown): string {
  const { code = "", message } = error as { readonly code?: string; readonly message?: string };
  return UNREADABLE[code] ?? `the file cannot be read: ${message}`;
}

/** The text that bytes are in UTF-8, without a byte order mark. Bytes that are none are refused, not replaced. */
function decoded(bytes: Buffer): ReadText {
  const [first = 1, second = 1] = bytes;
  // A byte order mark, or JSON, which begins with a letter of ASCII.
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0) {
    return { problem: "the file is UTF-16; save it as UTF-8" };
  }
  try {
    return { text: decode(bytes) };
  } catch {
    return { problem: `line ${brokenLine(bytes)}: here are bytes that are no UTF-8; save the file as UTF-8` };
  }
}

const decode = (bytes: Buffer): string => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

/** The first line that is no UTF-8, from 1: no letter of UTF-8 has the byte of a line feed in it. */
function brokenLine(bytes: Buffer): number {
  for (let [line, start] = [1, 0]; ; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed;
    try {
      decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    if (feed === -1) return line;
    start = feed + 1;
  }
}
