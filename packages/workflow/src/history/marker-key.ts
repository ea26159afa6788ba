import { readMarker } from "../values/header.ts";
import { RESERVED } from "../values/names.ts";

/**
 * How a marker of the interpreter's own is told from the others: by its name and the first word of its head. No run writes
 * two with the same.
 */
export const noteKey = (markerName: string, firstWord: string): string => `${markerName} ${firstWord}`;

/** The key of a recorded marker; that of a user's own marker is its name. */
export function markerKey(markerName: string | undefined, details: string | undefined): string | undefined {
  if (markerName?.startsWith(RESERVED) !== true) return markerName;
  return noteKey(markerName, readMarker(details)?.head[0] ?? "");
}
