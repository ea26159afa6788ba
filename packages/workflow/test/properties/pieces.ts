import fc from "fast-check";

/** A workflow as data, so that it can be generated and shrunk. */
export type Program =
  | {
      readonly do: "activity";
      readonly n: number;
      readonly how: "request" | "wait" | "abandon";
      readonly attempts: number;
    }
  | { readonly do: "sleep"; readonly seconds: number }
  | { readonly do: "child"; readonly n: number; readonly onParentClose: "cancel" | "abandon" }
  | { readonly do: "follow"; readonly n: number; readonly attempts: number }
  | { readonly do: "lambda"; readonly n: number; readonly how: "request" | "wait"; readonly attempts: number }
  | { readonly do: "tell"; readonly n: number; readonly cancels: boolean; readonly attempts: number }
  | { readonly do: "publish"; readonly n: number }
  | { readonly do: "retry"; readonly attempts: number; readonly within: number; readonly part: Program }
  | { readonly do: "receive"; readonly name: "a" | "b" }
  | { readonly do: "poll"; readonly name: "a" | "b" }
  | {
      readonly do: "serve";
      readonly name: "a" | "b";
      readonly part: Program;
      readonly main: Program;
      readonly stop: boolean;
    }
  | { readonly do: "answer"; readonly part: Program; readonly main: Program; readonly stop: boolean }
  | { readonly do: "cached"; readonly n: number }
  | { readonly do: "marker"; readonly n: number }
  | { readonly do: "facts" }
  | { readonly do: "throw"; readonly n: number }
  | { readonly do: "sequence"; readonly parts: readonly Program[] }
  | { readonly do: "patched"; readonly n: number; readonly part: Program }
  | { readonly do: "queue"; readonly n: number; readonly part: Program }
  | { readonly do: "intercept"; readonly how: "pass" | "again" | "instead" | "late"; readonly part: Program }
  | { readonly do: "spread"; readonly n: number; readonly partition: number; readonly tolerated: number | undefined }
  | { readonly do: "all"; readonly parts: readonly Program[] }
  | { readonly do: "race"; readonly parts: readonly Program[] }
  | { readonly do: "allSettled"; readonly parts: readonly Program[] }
  | { readonly do: "any"; readonly parts: readonly Program[] }
  | { readonly do: "withTimeout"; readonly seconds: number; readonly part: Program }
  | { readonly do: "shield"; readonly part: Program }
  | {
      readonly do: "map";
      readonly parts: readonly Program[];
      readonly concurrency: number;
      readonly minSuccessful: number | undefined;
    }
  | { readonly do: "scope"; readonly part: Program; readonly beside: Program; readonly onLeave: "await" | "cancel" }
  | { readonly do: "saga"; readonly part: Program; readonly undo: readonly Program[]; readonly parallel: boolean }
  | { readonly do: "lock"; readonly part: Program }
  | { readonly do: "until"; readonly part: Program }
  | { readonly do: "provide"; readonly n: number; readonly part: Program }
  | { readonly do: "fork"; readonly part: Program; readonly main: Program; readonly end: "join" | "cancel" | "leave" }
  | { readonly do: "try"; readonly part: Program; readonly cleanup: Program };

/** How the workflow itself ends: with what it came to, or by continuing as new. */
export type End = "return" | "continue" | "checkpoint";

const small = fc.integer({ min: 0, max: 3 });

/** Pieces of all commands, a few levels deep. */
const pieces: fc.Arbitrary<Program> = fc.letrec<{ program: Program }>((tie) => ({
  program: fc.oneof(
    { maxDepth: 4, depthSize: "medium", withCrossShrink: true },
    fc.record({
      do: fc.constant("activity" as const),
      n: small,
      how: fc.constantFrom("request" as const, "wait" as const, "abandon" as const),
      attempts: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ do: fc.constant("sleep" as const), seconds: small }),
    fc.record({ do: fc.constant("follow" as const), n: small, attempts: fc.integer({ min: 1, max: 2 }) }),
    fc.record({
      do: fc.constant("lambda" as const),
      n: small,
      how: fc.constantFrom("request" as const, "wait" as const),
      attempts: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({
      do: fc.constant("tell" as const),
      n: small,
      cancels: fc.boolean(),
      attempts: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ do: fc.constant("publish" as const), n: small }),
    fc.record({
      do: fc.constant("retry" as const),
      attempts: fc.integer({ min: 1, max: 4 }),
      within: fc.integer({ min: 0, max: 10 }),
      part: tie("program"),
    }),
    fc.record({
      do: fc.constant("child" as const),
      n: small,
      onParentClose: fc.constantFrom("cancel" as const, "abandon" as const),
    }),
    fc.record({ do: fc.constant("receive" as const), name: fc.constantFrom("a" as const, "b" as const) }),
    fc.record({ do: fc.constant("poll" as const), name: fc.constantFrom("a" as const, "b" as const) }),
    fc.record({
      do: fc.constant("serve" as const),
      name: fc.constantFrom("a" as const, "b" as const),
      part: tie("program"),
      main: tie("program"),
      stop: fc.boolean(),
    }),
    fc.record({
      do: fc.constant("answer" as const),
      part: tie("program"),
      main: tie("program"),
      stop: fc.boolean(),
    }),
    fc.record({ do: fc.constant("cached" as const), n: small }),
    fc.record({ do: fc.constant("marker" as const), n: small }),
    fc.record({ do: fc.constant("facts" as const) }),
    fc.record({ do: fc.constant("throw" as const), n: small }),
    fc.record({ do: fc.constant("patched" as const), n: small, part: tie("program") }),
    fc.record({ do: fc.constant("queue" as const), n: small, part: tie("program") }),
    fc.record({
      do: fc.constant("intercept" as const),
      how: fc.constantFrom("pass" as const, "again" as const, "instead" as const, "late" as const),
      part: tie("program"),
    }),
    fc.record({
      do: fc.constant("spread" as const),
      n: small,
      partition: fc.integer({ min: 1, max: 2 }),
      tolerated: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
    }),
    fc.record({ do: fc.constant("sequence" as const), parts: fc.array(tie("program"), { maxLength: 4 }) }),
    fc.record({ do: fc.constant("all" as const), parts: fc.array(tie("program"), { maxLength: 4 }) }),
    fc.record({ do: fc.constant("race" as const), parts: fc.array(tie("program"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ do: fc.constant("allSettled" as const), parts: fc.array(tie("program"), { maxLength: 3 }) }),
    fc.record({ do: fc.constant("any" as const), parts: fc.array(tie("program"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ do: fc.constant("withTimeout" as const), seconds: small, part: tie("program") }),
    fc.record({ do: fc.constant("shield" as const), part: tie("program") }),
    fc.record({
      do: fc.constant("map" as const),
      parts: fc.array(tie("program"), { maxLength: 4 }),
      concurrency: fc.integer({ min: 1, max: 3 }),
      minSuccessful: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    }),
    fc.record({
      do: fc.constant("scope" as const),
      part: tie("program"),
      beside: tie("program"),
      onLeave: fc.constantFrom("await" as const, "cancel" as const),
    }),
    fc.record({
      do: fc.constant("saga" as const),
      part: tie("program"),
      undo: fc.array(tie("program"), { maxLength: 2 }),
      parallel: fc.boolean(),
    }),
    fc.record({ do: fc.constant("lock" as const), part: tie("program") }),
    fc.record({ do: fc.constant("until" as const), part: tie("program") }),
    fc.record({ do: fc.constant("provide" as const), n: small, part: tie("program") }),
    fc.record({
      do: fc.constant("fork" as const),
      part: tie("program"),
      main: tie("program"),
      end: fc.constantFrom("join" as const, "cancel" as const, "leave" as const),
    }),
    fc.record({ do: fc.constant("try" as const), part: tie("program"), cleanup: tie("program") }),
  ),
})).program;

/** Whole programs: several pieces in a row, most of which survive the failure of a piece. */
export const programs: fc.Arbitrary<Program> = fc.array(pieces, { minLength: 2, maxLength: 6 }).map((parts) => ({
  do: "sequence",
  parts: parts.map((part, i) => (i % 3 === 2 ? part : { do: "try", part, cleanup: { do: "facts" } })),
}));

/** How they end. */
export const ends: fc.Arbitrary<End> = fc.constantFrom("return", "return", "continue", "checkpoint");
