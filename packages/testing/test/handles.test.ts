import { describe, expect, it } from "@jest/globals";
import { start, workflow } from "@sweft/workflow";
import { failedHandle, pendingHandle, readyHandle } from "../src/index.ts";
import { cart, charge, ship } from "./shop.ts";

const impatient = workflow({ name: "impatient" }, function* () {
  const paid = yield* start(charge(cart));
  const parcel = yield* ship("Ada");
  return paid.isReady() ? `${paid.result()}, ${parcel}` : yield* paid;
});

describe("a bare generator", () => {
  it("takes the handle of work that is ready", () => {
    const body = impatient.body();
    expect(body.next().value).toEqual(start(charge(cart)));
    expect(body.next(readyHandle("paid")).value).toEqual(ship("Ada"));
    expect(body.next("sent")).toEqual({ done: true, value: "paid, sent" });
  });

  it("waits for a handle that is not", () => {
    const body = impatient.body();
    body.next();
    body.next(pendingHandle("7"));
    expect(body.next("sent").value).toEqual({ type: "Await", work: "7" });
    expect(body.next("paid later")).toEqual({ done: true, value: "paid later" });
  });

  it("is thrown the error of work that failed", () => {
    const body = impatient.body();
    body.next();
    body.next(failedHandle(new Error("refused")));
    expect(() => body.next("sent")).toThrow("refused");
  });
});

describe("handles for tests", () => {
  it("say what they are", () => {
    expect(readyHandle(undefined).isReady()).toBe(true);
    expect(failedHandle("x").isReady()).toBe(true);
    expect(pendingHandle().isReady()).toBe(false);
    expect(() => pendingHandle().result()).toThrow(expect.objectContaining({ code: "NOT_READY" }));
    expect(readyHandle(1, "3.1").id).toBe("3.1");
  });
});
