import { activity, race, start, workflow } from "../../../src/index.ts";
import { completes, tiny, waits } from "../harness/behaviour.ts";
import { puppet } from "../harness/puppet.ts";

const bake = puppet<[string], string>({ name: "bake" });
const serve = activity({ name: "serve" }, (dish: string) => `served ${dish}`);

export const behaviour = tiny({
  says: "two long-running children are served as each becomes ready",
  workflow: workflow({ name: "kitchen" }, function* () {
    const ovens = [yield* start(bake("bread")), yield* start(bake("cake"))];
    const served: string[] = [];
    while (ovens.length > 0) {
      yield* race(ovens);
      const [ready] = ovens.splice(
        ovens.findIndex((oven) => oven.isReady()),
        1,
      );
      if (ready !== undefined) served.push(yield* serve(ready.result()));
    }
    return served;
  }),
  activities: [serve],
  children: [bake],
  happens: [
    completes(bake("cake"), "a cake"),
    waits({ ...bake("bread") }, { ...serve("a cake") }),
    completes(serve, "served a cake"),
    completes(bake, "a loaf"),
    completes(serve, "served a loaf"),
  ],
  ends: { completed: ["served a cake", "served a loaf"] },
});
