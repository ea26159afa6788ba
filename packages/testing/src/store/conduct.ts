import { Buffer } from "node:buffer";
import { largeOf } from "./bytes.ts";
import { broken, judgeBytes } from "./judge.ts";

import type { Cases } from "./trial.ts";

/** What else its users rely on. */
export const CONDUCT: Cases = {
  "has a name that fits a reference, always the same, and the methods it is said to have": async (trial) => {
    const { name } = trial.store;
    if (!/^[\x21-\x7e]+$/.test(name)) {
      throw broken(`The store's name is ${JSON.stringify(name)}`, "It must be visible ASCII characters without spaces");
    }
    const again = await trial.open();
    if (again.name !== name) {
      throw broken(`The store was called ${name}, and ${again.name} when opened again`, "It must keep its name");
    }
    for (const method of ["delete", "list"] as const) {
      if ((trial.store[method] !== undefined) === !trial.settings.without.includes(method)) continue;
      const should = `Write it, or tell storeContract of it: without: ["${method}"]`;
      if (trial.store[method] === undefined) throw broken(`The store has no method ${method}`, should);
      throw broken(`The store has a method ${method}`, `Do not list it in \`without\``);
    }
  },

  "gives what was put to whoever opens it next": async (trial) => {
    const writer = await trial.open();
    await trial.put(trial.key("lasting"), Uint8Array.of(1, 2, 3), writer);
    await trial.expect(trial.key("lasting"), Uint8Array.of(1, 2, 3), await trial.open());
  },

  "takes the same object again, and from many at once": async (trial) => {
    const key = trial.key("again");
    const bytes = Buffer.from("the same");
    const other = await trial.open();
    await Promise.all(
      Array.from({ length: 16 }, (_, nth) => trial.put(key, bytes, nth % 2 === 0 ? trial.store : other)),
    );
    await trial.put(key, bytes);
    await trial.expect(key, bytes);
    await trial.expectListed(key, [key]);
  },

  "serves many requests at once": async (trial) => {
    const names = Array.from({ length: 100 }, (_, index) => `${index}`);
    const bytesOf = (name: string): Buffer => Buffer.from(name.repeat(1000));
    await Promise.all(names.map((name) => trial.put(trial.key(name), bytesOf(name))));
    await Promise.all(names.map((name) => trial.expect(trial.key(name), bytesOf(name))));
  },

  "gives an object whole while it is put again": async (trial) => {
    const key = trial.key("whole");
    const bytes = largeOf(300_000);
    await trial.put(key, bytes);
    const other = await trial.open();
    const puts = Array.from({ length: 4 }, () => trial.put(key, bytes, other));
    const gets = Array.from({ length: 12 }, async () => judgeBytes(key, await trial.get(key), bytes));
    await Promise.all([...puts, ...gets]);
  },

  "settles requests that nobody waits for any more, and goes on": async (trial) => {
    const key = trial.key("aborted");
    await trial.put(key, Uint8Array.of(1));
    const whole = largeOf(100_000);
    const late = trial.key("late");
    for (const abort of ["before", "during"] as const) {
      const waiting = new AbortController();
      const { signal } = waiting;
      if (abort === "before") waiting.abort(new Error("nobody waits"));
      const requests = [
        async () => trial.store.get(key, { signal }),
        async () => trial.store.put(late, whole, { signal }),
      ].map((request) => request());
      waiting.abort(new Error("nobody waits"));
      await trial.settled("a request whose signal aborts", () => Promise.allSettled(requests));
    }
    await trial.expect(key, Uint8Array.of(1));
    await trial.put(late, whole);
    await trial.expect(late, whole);
  },
};
