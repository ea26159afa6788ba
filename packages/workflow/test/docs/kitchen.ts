import { activity, race, sleep, start, workflow } from "../../src/index.ts";

export const serve = activity({ name: "serve" }, async (dish: string) => `served ${dish}`);

export const bake = workflow({ name: "bake", executionStartToCloseTimeout: "90 days" }, function* (dish: string) {
  yield* sleep(dish === "fruitcake" ? "60 days" : "45m");
  return `a warm ${dish}`;
});

export const dinner = workflow({ name: "dinner", executionStartToCloseTimeout: "90 days" }, function* () {
  const ovens = new Set([yield* start(bake("fruitcake")), yield* start(bake("bread"))]);
  const served: string[] = [];
  while (ovens.size > 0) {
    yield* race([...ovens]); // until one of them is ready; the others go on
    for (const oven of ovens) {
      if (!oven.isReady()) continue;
      ovens.delete(oven);
      served.push(yield* serve(oven.result()));
    }
  }
  return served;
});
