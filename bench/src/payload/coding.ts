import { randomBytes } from "node:crypto";
import type { Payloads, PayloadsOptions } from "@sweft/payload";
import { memoryStore, openPayloads, staticKeys } from "@sweft/payload";
import type { Effort } from "../measure.ts";
import { compareLater } from "../measure.ts";
import type { Report } from "../report.ts";
import { SAMPLES } from "./values.ts";

const encryption = { keys: staticKeys({ current: "k", keys: { k: randomBytes(32) } }) };

/** What is done to texts on their way. */
const CODECS: readonly (readonly [string, NonNullable<PayloadsOptions["codecs"]>])[] = [
  ["none", {}],
  ["gzip", { compression: { codec: "gzip", minBytes: 1 } }],
  ["brotli", { compression: { codec: "brotli", minBytes: 1 } }],
  ["AES-256-GCM", { encryption }],
  ["gzip, AES", { compression: { codec: "gzip", minBytes: 1 }, encryption }],
];

/** Texts in envelopes, of which none is in the cache when its turn comes. */
const open = (codecs: NonNullable<PayloadsOptions["codecs"]>): Payloads =>
  openPayloads({ store: memoryStore(), codecs, cacheBytes: 0 });

/** Measures compression and encryption: of texts that stay in their field, and of one that goes to a store in memory. */
export async function benchCoding(report: Report, effort?: Effort): Promise<void> {
  report.begin(
    "codecs",
    "Texts into envelopes and out again, put into a store in memory if they are too long; µs a text.",
  );
  for (const name of ["small", "page", "100 kB"]) {
    const text = openPayloads().write(SAMPLES.find((sample) => sample.name === name)?.value);
    for (const [codecs, options] of CODECS) {
      const payloads = open(options);
      const sealed = await payloads.seal(text);
      // What was opened last stays in the cache, whatever its bound: another text displaces it.
      const other = await payloads.seal(`"${"x".repeat(text.length)}"`);
      const took = await compareLater(
        {
          seal: () => payloads.seal(text),
          fetch: async () => {
            await payloads.fetch([other]);
            await payloads.fetch([sealed]);
          },
        },
        effort,
      );
      report.add({
        value: name,
        characters: text.length,
        codecs,
        sealed: payloads.isReference(sealed) ? Number(/ size=(\d+)/.exec(sealed)?.[1]) : sealed.length,
        "seal µs": took.seal * 1_000,
        "open µs": (took.fetch * 1_000) / 2,
      });
    }
  }
}
