import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { nextTime, readCron } from "../../src/values/cron.ts";

jest.setTimeout(180_000);

const next = (text: string, after: string): string =>
  new Date(nextTime(readCron(text), Date.parse(after))).toISOString().replace(":00.000Z", "");

describe("the next time of a schedule", () => {
  it.each([
    ["* * * * *", "2030-01-01T00:00:00Z", "2030-01-01T00:01"],
    ["* * * * *", "2030-01-01T00:00:59.999Z", "2030-01-01T00:01"],
    ["0 9 * * MON-FRI", "2030-01-04T09:00:00Z", "2030-01-07T09:00"],
    ["0 9 * * MON-FRI", "2030-01-04T08:59:59.999Z", "2030-01-04T09:00"],
    ["*/15 * * * *", "2030-01-01T00:14:00Z", "2030-01-01T00:15"],
    ["5/20 * * * *", "2030-01-01T00:26:00Z", "2030-01-01T00:45"],
    ["0 9-17/4 * * *", "2030-01-01T13:00:00Z", "2030-01-01T17:00"],
    ["30 23 31 * *", "2030-01-31T23:30:00Z", "2030-03-31T23:30"],
    ["0 0 29 2 *", "2030-01-01T00:00:00Z", "2032-02-29T00:00"],
    ["0 0 29 FEB *", "2096-02-29T00:00:00Z", "2104-02-29T00:00"],
    ["0 0 30 4,jun *", "2030-05-01T00:00:00Z", "2030-06-30T00:00"],
    ["0 0 * * 0", "2030-01-01T00:00:00Z", "2030-01-06T00:00"],
    ["0 0 * * 7", "2030-01-01T00:00:00Z", "2030-01-06T00:00"],
    ["0 0 * * sat,Sun", "2030-01-05T00:00:00Z", "2030-01-06T00:00"],
    ["0 0 13 * FRI", "2030-01-01T00:00:00Z", "2030-01-04T00:00"],
    ["0 0 */10 * MON", "2030-01-01T00:00:00Z", "2030-01-21T00:00"],
    ["59 23 31 12 *", "2030-12-31T23:59:00Z", "2031-12-31T23:59"],
    ["  0   9 * * *  ", "2030-01-01T09:00:00Z", "2030-01-02T09:00"],
  ])("%s after %s is %s", (text, after, expected) => {
    expect(next(text, after)).toBe(expected);
  });
});

describe("a schedule is refused", () => {
  it.each([
    ["", "has 0 fields"],
    ["* * * *", "has 4 fields"],
    ["* * * * * *", "has 6 fields"],
    ["@daily", "has 1 fields"],
    ["60 * * * *", 'has "60" for its minute, which is not between 0 and 59'],
    ["* 24 * * *", "for its hour"],
    ["* * 0 * *", "for its day of the month"],
    ["* * * 13 *", "not between 1 and 12 or JAN and DEC"],
    ["* * * * 8", "not between 0 and 7 or SUN and SAT"],
    ["* * * * MOO", "for its day of the week"],
    ["*/0 * * * *", "step of 0"],
    ["9-5 * * * *", "runs backwards"],
    ["*-5 * * * *", "is no range"],
    ["1,,2 * * * *", "is neither"],
    ["-1 * * * *", "is neither"],
    ["1.5 * * * *", "is neither"],
    ["* * 30 2 *", "names a day that none of its months has"],
    ["* * 31 4,6,9,11 *", "names a day that none of its months has"],
  ])("%p: %s", (text, why) => {
    expect(() => readCron(text)).toThrow(
      expect.objectContaining({ code: "CRON_INVALID", message: expect.stringContaining(why) }),
    );
  });

  it("if it is no text", () => {
    expect(() => readCron(5 as never)).toThrow(expect.objectContaining({ code: "CRON_INVALID" }));
  });
});

/** A field, and what it allows, made by other means. */
const field = (lowest: number, highest: number) =>
  fc.oneof(
    fc.constant({ text: "*", allows: () => true, isStar: true }),
    fc.integer({ min: 1, max: 20 }).map((step) => ({
      text: `*/${step}`,
      allows: (n: number) => (n - lowest) % step === 0,
      isStar: true,
    })),
    fc
      .array(fc.tuple(fc.integer({ min: lowest, max: highest }), fc.integer({ min: lowest, max: highest })), {
        minLength: 1,
        maxLength: 3,
      })
      .map((pairs) => ({
        text: pairs.map(([a, b]) => (a === b ? `${a}` : `${Math.min(a, b)}-${Math.max(a, b)}`)).join(","),
        allows: (n: number) => pairs.some(([a, b]) => n >= Math.min(a, b) && n <= Math.max(a, b)),
        isStar: false,
      })),
  );

describe("for every schedule", () => {
  it("the next time is the first minute that brute force finds", () => {
    fc.assert(
      fc.property(
        fc.tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6)),
        fc.integer({ min: Date.UTC(2024, 1, 25) / 1000, max: Date.UTC(2032, 2, 5) / 1000 }),
        ([minute, hour, day, month, weekday], seconds) => {
          const allows = (date: Date) => {
            const isOfMonth = day.allows(date.getUTCDate());
            const isOfWeek = weekday.allows(date.getUTCDay());
            const isDay = day.isStar || weekday.isStar ? isOfMonth && isOfWeek : isOfMonth || isOfWeek;
            return (
              isDay &&
              minute.allows(date.getUTCMinutes()) &&
              hour.allows(date.getUTCHours()) &&
              month.allows(date.getUTCMonth() + 1)
            );
          };
          const text = [minute, hour, day, month, weekday].map((one) => one.text).join(" ");
          const after = seconds * 1000;
          const found = nextTime(readCron(text), after);
          expect(found).toBeGreaterThan(after);
          expect([found % 60_000, allows(new Date(found))]).toEqual([0, true]);
          // Nothing is passed over: the last 4,000 minutes before it, or all since the moment.
          const first = Math.max((Math.floor(after / 60_000) + 1) * 60_000, found - 4000 * 60_000);
          for (let ms = first; ms < found; ms += 60_000) if (allows(new Date(ms))) throw new Error(`${text}: ${ms}`);
          const sinceMs = (Math.floor(after / 60_000) + 1) * 60_000;
          for (let ms = sinceMs; ms < Math.min(found, sinceMs + 4000 * 60_000); ms += 60_000)
            if (allows(new Date(ms))) throw new Error(`${text}: ${ms}`);
        },
      ),
      { numRuns: 200 },
    );
  });
});
