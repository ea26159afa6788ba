import { activity, retry, workflow } from "../../../src/index.ts";
import { completes, fails, passes, tiny } from "../harness/behaviour.ts";

const login = activity({ name: "login" }, () => "token");
const fetch = activity({ name: "fetch" }, (token: string) => token);

export const behaviour = tiny({
  says: "a block is tried again as a whole",
  workflow: workflow({ name: "session" }, function* () {
    return yield* retry({ attempts: 2, delay: "10s" }, function* () {
      return yield* fetch(yield* login());
    });
  }),
  activities: [login, fetch],
  happens: [
    completes(login, "first"),
    fails(fetch, new Error("expired")),
    passes("10s"),
    completes(login, "second"),
    completes(fetch("second"), "the page"),
  ],
  ends: { completed: "the page" },
});
