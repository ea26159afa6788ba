import type { Report } from "../report.ts";
import { benchCoding } from "./coding.ts";
import { benchOffloaded } from "./offloaded.ts";
import { benchSerializing } from "./serializing.ts";

/** Measures what values cost on their way to text and back, and replay where the texts lie in a store. */
export async function benchPayload(report: Report): Promise<void> {
  benchSerializing(report);
  await benchCoding(report);
  await benchOffloaded(report);
}
