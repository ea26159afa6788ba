import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Operation } from "../../src/index.ts";
import { activity, external, lambda, marker, signal, workflow } from "../../src/index.ts";
import { charge, clash, echo, flow, pack, ship } from "./shop.ts";

const here = expect.stringMatching(/divergence-gates\.test\.ts$/);

const both = flow(function* () {
  yield* charge(1);
  yield* ship("Ada");
});

describe("what to do about a divergence", () => {
  it("is hold, or fail where the workflow says so, with the same report", () => {
    const history = step(both).complete(charge, "r").history;
    const failing = workflow({ name: "flow", onBug: "fail" }, function* () {
      yield* charge(2);
    });
    const keeping = step.with({ holds: "keep", verify: false });
    const run = keeping(both);
    run.deploy(failing as never).complete(charge, "r");
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: "NONDETERMINISM", location: { file: here } });
    const held = keeping(both);
    held.deploy(
      flow(function* () {
        yield* charge(2);
      }) as never,
    );
    held.complete(charge, "r");
    expect(held.status).toBe("held");
    expect(held.decisions).toMatchObject([{ decisionType: "StartTimer" }]);
    held.deploy(both as never).fire();
    expect(held.status).toBe("running");
    expect(history.isClosed).toBe(false);
  });

  it("writes signals, cancels and Lambda functions as code", () => {
    const resize = lambda<(n: number) => unknown>({ name: "resize-image" });
    const paid = signal<number>("paid");
    const one = (work: () => Operation<unknown>) =>
      flow(function* () {
        yield* work();
      });
    const fixes = [
      [() => external("bank").signal(paid, 1), () => external("bank").signal(signal<number>("late"), 1)],
      [() => external("bank").cancel(), () => resize(1)],
      [() => resize(1), () => charge(1)],
    ].map(([before, now]) => clash(one(now as never), step(one(before as never)).history).fix?.split(" /* ")[0]);
    expect(fixes).toEqual([
      'if (yield* patched("late-instead-of-paid")) { yield* external("bank").signal(late, …);',
      'if (yield* patched("resize-image-instead-of-cancel")) { yield* resizeImage(…);',
      'if (yield* patched("charge-instead-of-resize-image")) { yield* charge(…);',
    ]);
  });

  it("writes names that are no identifiers as they would be written in code", () => {
    const send = activity({ name: "send-mail" }, (to: string) => to);
    const error = clash(
      flow(function* () {
        yield* send("Ada");
      }),
      step(
        flow(function* () {
          yield* pack(1);
        }),
      ).history,
    );
    expect(error.fix).toBe(
      'if (yield* patched("send-mail-instead-of-pack")) { yield* sendMail(…); /* new */ } else { yield* pack(…); /* old */ }',
    );
    const echoing = step(
      flow(function* () {
        yield* marker("m", 1);
        yield* echo(1);
      }),
    ).history;
    const renamed = flow(function* () {
      yield* marker("n", 1);
      yield* echo(1);
    });
    expect(clash(renamed, echoing)).toMatchObject({
      kind: "replaced",
      fix: 'if (yield* patched("n-instead-of-m")) { yield* marker("n", …); /* new */ } else { yield* marker("m", …); /* old */ }',
    });
  });
});
