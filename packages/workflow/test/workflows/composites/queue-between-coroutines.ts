import { activity, queue, start, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const cook = activity({ name: "cook" }, (dish: string) => dish);

export const behaviour = tiny({
  says: "a queue hands things from one coroutine to another, in order, no faster than its capacity allows",
  workflow: workflow({ name: "kitchen" }, function* () {
    const dishes = queue<string>({ capacity: 1 });
    const served: string[] = [];
    yield* start(function* () {
      for (const dish of ["soup", "roast", "cake"]) yield* dishes.put(dish);
      yield* dishes.close();
    });
    for (let i = 0; i < 3; i++) served.push(yield* cook(yield* dishes.take()));
    return served;
  }),
  activities: [cook],
  happens: [
    completes(cook("soup"), "hot soup"),
    completes(cook("roast"), "a roast"),
    completes(cook("cake"), "a cake"),
  ],
  ends: { completed: ["hot soup", "a roast", "a cake"] },
});
