import { openPayloads } from "@sweft/payload";
import { SuperJSON } from "superjson";
import type { Effort } from "../measure.ts";
import { compare } from "../measure.ts";
import type { Report } from "../report.ts";
import { SAMPLES } from "./values.ts";

/** Measures writing and reading of values by the default serializer, beside JSON and SuperJSON alone, which check nothing. */
export function benchSerializing(report: Report, effort?: Effort): void {
  const payloads = openPayloads();
  const bare = new SuperJSON();
  report.begin("serialize", "Values to text and back by the default serializer; ratios within this run.");
  for (const { name, value, isPlain } of SAMPLES) {
    const text = payloads.write(value);
    const superjson = bare.stringify(value);
    const took = compare(
      {
        write: () => payloads.write(value),
        jsonWrite: () => isPlain && JSON.stringify(value),
        superWrite: () => bare.stringify(value),
        read: () => payloads.read(text),
        jsonRead: (): unknown => isPlain && JSON.parse(text),
        superRead: () => bare.parse(superjson),
      },
      effort,
    );
    report.add({
      value: name,
      characters: text.length,
      "write µs": took.write * 1_000,
      "read µs": took.read * 1_000,
      "write ÷ JSON": isPlain ? took.write / took.jsonWrite : undefined,
      "read ÷ JSON": isPlain ? took.read / took.jsonRead : undefined,
      "write ÷ superjson": took.write / took.superWrite,
      "read ÷ superjson": took.read / took.superRead,
    });
  }
}
