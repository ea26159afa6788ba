import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import type { Command, Lambda, ResultOf } from "../../src/index.ts";
import { lambda, publish } from "../../src/index.ts";
import { expectDifferent, expectRefusal, expectSame } from "./support.ts";

interface Image {
  readonly key: string;
}
const resize = lambda<(image: Image) => Promise<{ thumbnail: string }>>({ name: "resize" });
const maybe = lambda<(image?: Image) => number>({ name: "maybe" });
const tick = lambda<() => void>({ name: "tick" });

describe("the call of a Lambda function", () => {
  it("is typed by the function, its response awaited", () => {
    expectTypeOf(resize).toEqualTypeOf<Lambda<[image: Image], { thumbnail: string }>>();
    expectTypeOf<ResultOf<ReturnType<typeof resize>>>().toEqualTypeOf<{ thumbnail: string }>();
    expectTypeOf(tick()).toExtend<Command<void>>();
    expectTypeOf(resize.with({ retry: 3 })).toEqualTypeOf<typeof resize>();
    expect([maybe().args, maybe({ key: "a" }).args]).toEqual([[], [{ key: "a" }]]);
    // @ts-expect-error: the function wants an image
    resize();
    // @ts-expect-error: the function wants nothing else
    resize({ key: 5 });
    // @ts-expect-error: a Lambda function takes one event
    lambda<(a: number, b: number) => void>({ name: "two" });
  });

  it("compares by the function, its event and what `.with` set", () => {
    expectSame(resize({ key: "a" }), lambda<(image: Image) => void>({ name: "resize" })({ key: "a" }));
    expectDifferent(resize({ key: "a" }), resize({ key: "b" }));
    expectDifferent(resize({ key: "a" }), maybe({ key: "a" }));
    expectDifferent(maybe(), maybe({ key: "a" }));
    expectSame(resize.with({ retry: 3 })({ key: "a" }), resize.with({ retry: 3 })({ key: "a" }));
    expectDifferent(resize.with({ retry: 3 })({ key: "a" }), resize({ key: "a" }));
    const set = lambda<(set: Set<number>) => void>({ name: "set" });
    expectDifferent(set(new Set([1])), set(new Set([2])));
  });

  it("refuses what cannot be, at the call", () => {
    for (const name of ["", "n".repeat(65), 5 as never]) {
      expectRefusal(() => lambda({ name }), "ID_INVALID", "name of lambda", "64");
    }
    for (const startToCloseTimeout of [0, "16m", 901] as const) {
      expectRefusal(() => resize.with({ startToCloseTimeout }), "OPTION_INVALID", "startToCloseTimeout of", "resize");
    }
    expectRefusal(() => resize.with({ startToCloseTimeout: -1 }), "DURATION_INVALID", "startToCloseTimeout");
    expectRefusal(() => resize.with({ cancellation: "kill" as never }), "OPTION_INVALID", "cancellation of Lambda");
    expectRefusal(() => resize.with({ retry: 0 }), "OPTION_INVALID", "retry.attempts");
    expectRefusal(() => (resize as (...args: unknown[]) => unknown)(1, 2), "OPTION_INVALID", "takes one event");
    const images = [{ key: "a" }];
    expectRefusal(() => images.map(resize as unknown as () => unknown), "ARRAY_MAP_ARGUMENTS", "resize");
  });
});

describe("publish", () => {
  it("compares by its state", () => {
    expectSame(publish({ step: 1 }), publish({ step: 1 }));
    expectDifferent(publish({ step: 1 }), publish({ step: 2 }));
    expectDifferent(publish(new Map([[1, 2]])), publish(new Map([[1, 3]])));
    expectDifferent(publish(undefined), publish(null));
    expectTypeOf(publish(1)).toExtend<Command<void>>();
  });
});
