import { describe, expect, it, jest } from "@jest/globals";
import type { CodecsOptions, Payloads } from "@sweft/payload";
import { memoryStore, openPayloads, staticKeys } from "@sweft/payload";
import { step } from "@sweft/testing";
import fc from "fast-check";
import type { DigestKey, HistoryEvent, Replayed } from "../../src/index.ts";
import { openRun } from "../../src/index.ts";
import { deliveries, live } from "./happenings.ts";
import { ends, programs } from "./pieces.ts";
import { runs } from "./programs.ts";

jest.setTimeout(180_000);

const keys = { k1: new Uint8Array(32).fill(1), k2: new Uint8Array(32).fill(2) };
const by = (current: "k1" | "k2", more: CodecsOptions = {}): CodecsOptions => ({
  ...more,
  encryption: { keys: staticKeys({ current, keys }) },
});

/** What several workers, of several versions of a program, may have written their payloads with: everything out of band, or nothing. */
const WRITERS = [
  {},
  { codecs: { compression: { codec: "gzip", minBytes: 1 } } },
  { codecs: by("k1") },
  { codecs: by("k2", { compression: { codec: "brotli", minBytes: 1 } }) },
  { codecs: by("k2"), inlineLimit: 0 },
  { inlineLimit: 0 },
] as const;

/** A text that may have a head before its payload, with the payload sealed. */
async function sealed(text: string, payloads: Payloads): Promise<string> {
  const [head, end] = text.startsWith("sw1 ") ? [text, text.indexOf("\n")] : ["", -1];
  if (head !== "" && end < 0) return text;
  return text.slice(0, end + 1) + (await payloads.seal(text.slice(end + 1)));
}

/** A history in which each payload is written by one of several writers. */
async function sealedHistory(events: readonly HistoryEvent[], writers: readonly Payloads[]): Promise<HistoryEvent[]> {
  return Promise.all(
    events.map(async (event, i) => {
      const payloads = writers[i % writers.length];
      const changed: Record<string, unknown> = { ...event };
      for (const [name, attributes] of Object.entries(changed)) {
        if (!name.endsWith("EventAttributes") || !payloads) continue;
        const copy: Record<string, unknown> = { ...(attributes as object) };
        for (const field of ["input", "result", "details"]) {
          const text = copy[field];
          if (typeof text === "string" && text !== "") copy[field] = await sealed(text, payloads);
        }
        changed[name] = copy;
      }
      return changed as HistoryEvent;
    }),
  );
}

type Run = ReturnType<typeof openRun>;

/** Advances, fetches what is needed, and runs the effects. */
async function finished(run: Run, events: readonly HistoryEvent[], payloads: Payloads): Promise<Replayed> {
  let replayed = run.advance(events);
  while (replayed.status === "needs") {
    await payloads.fetch(replayed.payloads);
    replayed = run.resume(replayed.effects.map(({ fn }) => ({ ok: true, value: fn() })));
  }
  return replayed;
}

const decisionsOf = (replayed: Replayed) => ("decisions" in replayed ? replayed.decisions : replayed);

/** The beginnings of a history that a decider was given and answered. */
function prefixes(events: readonly HistoryEvent[]): (readonly HistoryEvent[])[] {
  return events.flatMap(({ eventType }, i) => {
    const after = events.slice(i + 1).find((event) => /^DecisionTask(Completed|TimedOut)$/.test(event.eventType ?? ""));
    const isAnswered = eventType === "DecisionTaskStarted" && after?.eventType === "DecisionTaskCompleted";
    return isAnswered ? [events.slice(0, i + 1)] : [];
  });
}

describe("for every program, every order of happenings and all codecs", () => {
  it("live equals replay from zero, and what payloads are written in changes no command", async () => {
    const seats = fc.array(fc.nat({ max: WRITERS.length - 1 }), { minLength: 1, maxLength: 5 });
    const caches = fc.constantFrom(0, 200, 1_000_000);
    await fc.assert(
      fc.asyncProperty(programs, ends, deliveries, seats, caches, async (program, end, plan, chosen, cacheBytes) => {
        const run = step(runs, program, end);
        live(run, plan);
        const store = memoryStore();
        const writers = chosen.map((at) => openPayloads({ store, ...WRITERS[at] }));
        const events = await sealedHistory(run.history.events, writers);
        const open = async (bytes: number) => {
          const payloads = openPayloads({ store, codecs: by("k2"), cacheBytes: bytes });
          const digestKeys: readonly DigestKey[] = await payloads.digestKeys();
          const execution = { workflowId: "fake-workflow", runId: "fake-run" };
          return { payloads, run: openRun(runs, { converter: payloads, execution, digestKeys, readAheadBytes: 500 }) };
        };
        const steady = await open(cacheBytes);
        for (const prefix of prefixes(events)) {
          const zero = await open(64_000_000);
          const fromZero = await finished(zero.run, prefix, zero.payloads);
          const lived = await finished(steady.run, prefix, steady.payloads);
          expect(fromZero.status).not.toBe("held");
          expect(lived.status).toBe(fromZero.status);
          expect(decisionsOf(lived)).toEqual(decisionsOf(fromZero));
          const plain = openRun(runs, {
            converter: run.history.converter,
            execution: { workflowId: "fake-workflow", runId: "fake-run" },
          });
          await finished(plain, run.history.events.slice(0, prefix.length), openPayloads());
          expect(steady.run.openWork()).toEqual(plain.openWork());
        }
        const whole = await open(cacheBytes);
        const replayed = await finished(whole.run, events, whole.payloads);
        expect(replayed.status).not.toBe("held");
        expect(decisionsOf(replayed)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
