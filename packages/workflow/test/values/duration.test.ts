import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Duration } from "../../src/values/duration.ts";
import { ONE_YEAR_SECONDS, toSeconds, toTimeout } from "../../src/values/duration.ts";

const refusal = expect.objectContaining({
  name: "DurationError",
  code: "DURATION_INVALID",
  message: expect.stringMatching(/write seconds between 0 and 31536000 \(one year\), or a string such as "30s"/),
}) as unknown as Error;

const UNITS = {
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hour: 3600,
  hours: 3600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
  w: 604_800,
  week: 604_800,
  weeks: 604_800,
} as const;
const units = Object.entries(UNITS) as [keyof typeof UNITS, number][];

describe("toSeconds", () => {
  it.each(units)("knows the unit %s, with a blank or without", (unit, seconds) => {
    expect(toSeconds(`3${unit}`)).toBe(3 * seconds);
    expect(toSeconds(`3 ${unit}`)).toBe(3 * seconds);
    expect(toSeconds(`0${unit}`)).toBe(0);
  });

  it.each<[Duration, number]>([
    [0, 0],
    [-0, 0],
    ["0ms", 0],
    ["1ms", 1],
    ["999ms", 1],
    ["1000ms", 1],
    ["1001ms", 2],
    [0.001, 1],
    [1, 1],
    [1.0001, 2],
    [29.5, 30],
    ["1.5m", 90],
    ["0.5 days", 43_200],
    ["0.0001h", 1],
    ["007s", 7],
  ])("rounds %p up to %d whole seconds", (duration, seconds) => {
    expect(toSeconds(duration)).toBe(seconds);
  });

  it.each<[Duration, number]>([
    [`${0.1 + 0.2}h`, 1080],
    [(0.1 + 0.2) * 10, 3],
    [0.07 * 100, 7],
    ["1.1h", 3960],
    ["2.3h", 8280],
    ["0.7 days", 60_480],
    ["4.35m", 261],
  ])("takes %p for the %d seconds it means: what floating point adds is no second more", (duration, seconds) => {
    expect(toSeconds(duration)).toBe(seconds);
  });

  it.each<[Duration, number]>([
    ["8192.2h", 29_491_920],
    ["256.1 days", 22_127_040],
    ["524288.3m", 31_457_298],
  ])("takes %p for the %d seconds it means, large as it is", (duration, seconds) => {
    expect(toSeconds(duration)).toBe(seconds);
  });

  it("reaches one year, and no second further", () => {
    for (const year of [ONE_YEAR_SECONDS, "31536000s", "525600m", "8760h", "365 days"] as const) {
      expect(toSeconds(year)).toBe(31_536_000);
    }
    expect(toSeconds("52 weeks")).toBe(31_449_600);
    for (const more of [31_536_001, 31_536_000.5, "365.1d", "8760.1 hours", "53w", "31536000001ms"] as const) {
      expect(() => toSeconds(more)).toThrow(refusal);
    }
  });

  it.each<[string, unknown]>([
    ["a negative number", -1],
    ["a large negative number", -1e30],
    ["NaN", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["minus infinity", Number.NEGATIVE_INFINITY],
    ["an empty text", ""],
    ["a blank", " "],
    ["a number as text", "30"],
    ["a unit alone", "s"],
    ["an unknown unit", "5 parsecs"],
    ["months, which differ in length", "1 month"],
    ["a unit in capitals", "5S"],
    ["two blanks", "5  s"],
    ["blanks around", " 5s "],
    ["a sign", "-5s"],
    ["a plus", "+5s"],
    ["an exponent", "1e3s"],
    ["a point first", ".5h"],
    ["a point last", "5.h"],
    ["a comma", "1,5h"],
    ["two units", "1h30m"],
    ["a name of Object", "5 constructor"],
    ["another name of Object", "5 toString"],
    ["undefined", undefined],
    ["null", null],
    ["a boolean", true],
    ["a bigint", 5n],
    ["a Date", new Date(5)],
    ["a list", [5]],
    ["a record", { seconds: 5 }],
    ["a symbol", Symbol("5s")],
    ["digits of another script", "٥s"],
    ["a line break after it", "5s\n"],
  ])("refuses %s", (_name, duration) => {
    expect(() => toSeconds(duration as Duration)).toThrow(refusal);
  });

  it.each([-0.5, -0.999, -1e-6])("refuses %d, however little it is below zero", (seconds) => {
    expect(() => toSeconds(seconds)).toThrow(refusal);
  });

  it("says what the duration is of, and what it was", () => {
    expect(() => toSeconds("soon" as Duration, "heartbeatTimeout of activity a")).toThrow(
      /^heartbeatTimeout of activity a is "soon"; /,
    );
    expect(() => toSeconds(-1)).toThrow(/^duration is -1; /);
  });

  it("gives whole seconds, never fewer than asked and less than one more", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1_000_000, noNaN: true }), (seconds) => {
        const whole = toSeconds(seconds);
        expect(Number.isInteger(whole)).toBe(true);
        expect(Object.is(whole, -0)).toBe(false);
        expect(whole).toBeGreaterThanOrEqual(seconds - 1e-9);
        expect(whole).toBeLessThan(seconds + 1);
      }),
    );
  });

  it("takes every whole number of every unit exactly", () => {
    fc.assert(
      fc.property(fc.constantFrom(...units), fc.nat(), ([unit, seconds], n) => {
        const count = n % (Math.floor(ONE_YEAR_SECONDS / seconds) + 1);
        expect(toSeconds(`${count}${unit}`)).toBe(count * seconds);
        expect(toSeconds(count * seconds)).toBe(count * seconds);
      }),
    );
  });
});

describe("toTimeout", () => {
  it("is a text of whole seconds, or NONE", () => {
    expect(toTimeout("5m", "t")).toBe("300");
    expect(toTimeout(0, "t")).toBe("0");
    expect(toTimeout(-0, "t")).toBe("0");
    expect(toTimeout("NONE", "t")).toBe("NONE");
    expect(toTimeout("1 day", "t")).toBe("86400");
  });

  it("refuses what toSeconds refuses", () => {
    for (const wrong of ["none", "NONE ", -1, undefined]) {
      expect(() => toTimeout(wrong as Duration, "t")).toThrow(refusal);
    }
  });
});
