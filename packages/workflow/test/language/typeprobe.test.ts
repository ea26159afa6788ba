import * as W from "../../src/index.ts";

const charge = W.activity({ name: "charge" }, async (a: number) => a);
export const p1 = W.activity({ name: "fail" }, () => {
  throw new Error("x");
});
export const p2 = W.activity({ name: "fail" }, async () => {
  throw new Error("x");
});
export const p3 = W.workflow({ name: "w" }, function* () {
  throw new Error("x");
});
export const p4 = W.workflow({ name: "w" }, function* () {
  for (;;) yield* W.sleep(1);
});
export const p5 = W.workflow({ name: "w" }, function* () {
  return [];
});
export const p6 = W.workflow({ name: "w" }, function* () {
  return JSON.parse("[]") as unknown[];
});
export const p7 = W.workflow({ name: "w" }, function* () {
  yield* W.sleep(1);
  return [] as any[];
});
export const p8 = W.workflow({ name: "w" }, function* () {
  return new Map<string, string>();
});
export const p9 = W.activity({ name: "w" }, async function* () {
  yield 1;
});
export const p10 = W.activity({ name: "w" }, function* () {
  yield 1;
});
export const p11 = W.workflow({ name: "w" }, function* () {
  return charge(1);
});
export const p12 = W.race([]);
export const p13 = W.race({});
export const p14 = W.all(new Set([charge(1)]));
export const p15 = W.all([[charge(1)]]);
export const p16 = W.start(charge);
export const p17 = W.start(charge, 1);
export const p18 = W.all([charge]);
export const p19 = W.all([() => charge(1)]);
export const p20 = W.workflow({ name: "w" }, function* () {
  yield charge(1);
  return 1;
});
export const p21 = W.workflow({ name: "w" }, function* () {
  const n: number = yield charge(1);
  return n;
});
export const p22 = W.workflow({ name: "w" }, function* () {
  yield Promise.resolve(1);
  return 1;
});
export const p23 = W.workflow({ name: "w" }, function* (a: number, b = "x") {
  return b.length + a;
});
export const p24 = W.sleep("5 parsecs");
export const p25 = charge.with({ retry: { attempts: undefined } });
export const p26 = charge.with({ startToCloseTimeout: undefined });
export const p27 = W.start(async () => 1);
export const p28 = W.workflow({ name: "w" }, async () => 1);
export const p29 = W.workflow({ name: "w" }, () => charge(1));
export const p30 = W.workflow({ name: "w" }, function* () {
  return "";
});
export const p31 = W.activity({ name: "x" }, (a: number): any => a);
export const p32 = W.workflow({ name: "w" }, function* (): W.Coroutine<any> {
  return 1;
});
export const p33 = [1, 2].map(charge);
export const p34 = W.all(Promise.resolve([charge(1)]));
export const p35 = W.all(charge(1));
export const p36 = W.all(new Map([["a", charge(1)]]));
export const p37 = W.cached("x", function* () {
  yield 1;
});
export const p38 = W.workflow({ name: "w" }, function* (): W.Coroutine<number[]> {
  return [];
});
export const p39 = W.workflow({ name: "w" }, function* () {
  const x: W.AnyCommand[] = [charge(1)];
  return x;
});
export const p40 = W.race([] as W.AnyCommand[]);
export const p41 = W.cancel(charge(1));
