import { expect, it } from "@jest/globals";
import { openPayloads } from "@sweft/payload";
import { benchCoding } from "../src/payload/coding.ts";
import { benchOffloaded } from "../src/payload/offloaded.ts";
import { benchSerializing } from "../src/payload/serializing.ts";
import { SAMPLES } from "../src/payload/values.ts";

const briefly = { samples: 1, sampleMs: 1 };

/** What a bench adds to its report. */
function reported() {
  const lines: Readonly<Record<string, unknown>>[] = [];
  return {
    lines,
    report: { begin: () => {}, add: (line: Readonly<Record<string, unknown>>) => void lines.push(line) },
  };
}

it("measures values that plain JSON carries beside JSON, and all beside SuperJSON", () => {
  const { lines, report } = reported();
  benchSerializing(report, briefly);
  expect(lines.map(({ value }) => value)).toEqual(SAMPLES.map(({ name }) => name));
  for (const line of lines) expect(line["write ÷ superjson"]).toBeGreaterThan(0);
  expect(lines.filter((line) => line["write ÷ JSON"] !== undefined)).toHaveLength(5);
});

it("knows which of its values are plain", () => {
  const isPlain = (value: unknown) => !openPayloads().write(value).startsWith("sweft:superjson ");
  expect(SAMPLES.map(({ value }) => isPlain(value))).toEqual(SAMPLES.map((sample) => sample.isPlain));
});

it("measures codecs, whose texts are shorter where they compress", async () => {
  const { lines, report } = reported();
  await benchCoding(report, briefly);
  const sizes = Object.fromEntries(lines.map(({ value, codecs, sealed }) => [`${value} ${codecs}`, Number(sealed)]));
  expect(Object.keys(sizes)).toHaveLength(15);
  expect(sizes["100 kB gzip"]).toBeLessThan(Number(sizes["100 kB none"]) / 4);
  expect(sizes["small AES-256-GCM"]).toBeGreaterThan(Number(sizes["small none"]));
  for (const line of lines) expect(line["open µs"]).toBeGreaterThan(0);
});

it("replays runs all of whose results lie in a store", async () => {
  const { lines, report } = reported();
  await benchOffloaded(report, 20, briefly);
  expect(lines.map(({ store }) => store)).toEqual(["memory", "file"]);
  for (const line of lines) expect(line["cold ms"]).toBeGreaterThan(0);
});
