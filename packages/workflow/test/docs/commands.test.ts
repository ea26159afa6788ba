import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { WAKES } from "@sweft/engine";
import type { Stepper } from "@sweft/testing";
import { step } from "@sweft/testing";
import { DECIDED } from "../../src/history/decided.ts";
import { kindOf } from "../../src/history/event-kind.ts";
import type { Coroutine, DecisionType, Operation } from "../../src/index.ts";
import * as sweft from "../../src/index.ts";
import { REFERENCES } from "../../src/replay/commands/answer.ts";
import { BEGINNINGS } from "../../src/replay/commands/begin.ts";
import { ENDINGS } from "../../src/replay/commands/endings.ts";
import { FACTS } from "../../src/replay/commands/facts.ts";
import { FOLDS } from "../../src/replay/folds.ts";
import { charge, flow, pack } from "../replay/shop.ts";

const root = join(__dirname, "../../../..");
const page = readFileSync(join(root, "docs/commands.md"), "utf8");
const source = (file: string) => readFileSync(join(__dirname, "../../src", file), "utf8");

interface Row {
  readonly command: string;
  readonly data: string;
  readonly decides: readonly string[];
  readonly answeredBy: readonly string[];
  readonly number: string;
  readonly throws: readonly string[];
}

/** What stands in backticks. */
const words = (cell = ""): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);

const rows: readonly Row[] = page
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, command = "", , data, decides, answeredBy, number = "", throws]) => ({
    command,
    data: words(data).join(),
    decides: words(decides),
    answeredBy: words(answeredBy),
    number,
    throws: words(throws),
  }));

/** Commands of the composites, and what is given to commands to be run: nobody else yields them. */
const INTERNAL = ["composites/internal.ts", "language/block.ts"]
  .flatMap((file) => [...source(file).matchAll(/type: "(\w+)"/g)].map(([, type = ""]) => type))
  .concat("Backoff");

/** Functions of the package that make no command, and declare nothing that does. */
const NOT_COMMANDS = [
  ...["attributesKey", "createChildHandle", "createHandle", "decidedPart", "fromFailure", "holdDecisions", "sourceOf"],
  ...["formatOf", "formatsOfDecision", "packArguments", "unpackArguments"],
  ...[
    "implementationOf",
    "isBug",
    "isWakeTimer",
    "legalName",
    "limitsOf",
    "mapChunk",
    "openRun",
    "payloadOf",
    "readBeginning",
  ],
  ...[
    "readControl",
    "readLetter",
    "readMarker",
    "reasonOf",
    "replay",
    "sharedWork",
    "startedBySignal",
    "timeOf",
    "toFailure",
  ],
  ...["toSeconds", "workflowOf", "writeContinued", "writeLetter"],
];

const DECISIONS: Readonly<Record<DecisionType, true>> = {
  ScheduleActivityTask: true,
  RequestCancelActivityTask: true,
  StartTimer: true,
  CancelTimer: true,
  RecordMarker: true,
  StartChildWorkflowExecution: true,
  SignalExternalWorkflowExecution: true,
  RequestCancelExternalWorkflowExecution: true,
  ScheduleLambdaFunction: true,
  CompleteWorkflowExecution: true,
  FailWorkflowExecution: true,
  CancelWorkflowExecution: true,
  ContinueAsNewWorkflowExecution: true,
};

const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

const item = sweft.signal<number>("item");
const add = sweft.update<[number], number>("add");

/** Asks for what others end: `happen` says what is needed before a decision is made. */
interface Example {
  readonly asks: () => Coroutine<unknown>;
  readonly happen?: (run: Stepper<unknown>) => unknown;
}

const asking = (work: () => Operation<unknown>): Example => ({
  *asks() {
    return yield* work();
  },
});

/** Every command that decides something. */
const EXAMPLES: Readonly<Record<string, Example>> = {
  ScheduleActivity: asking(() => charge(1)),
  StartTimer: asking(() => sweft.sleep(1)),
  StartChildWorkflow: asking(() => pack(1)),
  ScheduleLambda: asking(() => sweft.lambda({ name: "double" })({ n: 1 } as never)),
  SignalExternal: asking(() => sweft.external("other").signal(item, 1)),
  CancelExternal: asking(() => sweft.external("other").cancel()),
  SignalChild: {
    *asks() {
      const child = yield* sweft.start(pack(1));
      yield* child.signal(item, 1);
    },
    happen: (run) => run.begin(pack),
  },
  Cached: asking(() => sweft.cached("roll", () => 4)),
  RecordMarker: asking(() => sweft.marker("note")),
  Patched: asking(() => sweft.patched("way")),
  DeprecatePatch: asking(() => sweft.deprecatePatch("way")),
  HandleUpdate: {
    *asks() {
      yield* add.answer(function* (n) {
        return n + 1;
      });
      yield* item.receive();
    },
    happen: (run) => run.update(add, 1),
  },
  WithTimeout: asking(() => sweft.withTimeout(1, item.receive())),
  ContinueAsNew: asking(() => sweft.continueAsNew(sweft.workflow({ name: "flow" }, function* () {}))),
  Checkpoint: asking(() => sweft.checkpoint.with({ every: 1 })()),
};

describe("docs/commands.md", () => {
  it("names first what a command decides", () => {
    const decides = rows.filter((row) => row.decides.length > 0).map((row) => [row.data, row.decides[0]]);
    const decided = Object.entries(EXAMPLES).map(([data, { asks, happen }]) => {
      const run = step(flow(asks));
      happen?.(run);
      const types = run.decisions
        .filter(({ recordMarkerDecisionAttributes: note }) => note?.markerName !== "sweft.run")
        .map(({ decisionType }) => decisionType);
      return [data, types[0]];
    });
    expect(Object.fromEntries(decided)).toEqual(Object.fromEntries(decides));
  });

  it("has a row for each command that the interpreter answers, and for no other", () => {
    const answered = [BEGINNINGS, FACTS, ENDINGS, REFERENCES].flatMap((table) => [...table.keys()]);
    expect(rows.map(({ data }) => data).sort()).toEqual(sorted(answered.filter((type) => !INTERNAL.includes(type))));
  });

  it("names every function of the package that makes commands, and none that is not there", () => {
    const named = rows.flatMap(({ command }) => words(command).map((word) => /^\w+/.exec(word)?.[0] ?? ""));
    const functions = Object.entries(sweft)
      .filter(([name, value]) => typeof value === "function" && /^[a-z]/.test(name))
      .map(([name]) => name);
    const expected = functions.filter((name) => !NOT_COMMANDS.includes(name));
    // A handle is no function: it is what `start` gave.
    expect(sorted(named.filter((name) => name !== "yield"))).toEqual(sorted(expected));
    expect(NOT_COMMANDS.filter((name) => !functions.includes(name))).toEqual([]);
  });

  it("says which take a number", () => {
    const numbered = rows.filter(({ number }) => number === "yes").map(({ data }) => data);
    const expected = [...BEGINNINGS.keys(), "Checkpoint"].filter((type) => !INTERNAL.includes(type));
    expect(numbered.sort()).toEqual(sorted(expected));
    expect(sorted(rows.map(({ number }) => number))).toEqual(["no", "yes"]);
  });

  it("names decisions that there are, and all of them", () => {
    const closing = words(page.slice(page.indexOf("## Ends"))).filter((word) => Object.hasOwn(DECISIONS, word));
    expect(sorted([...rows.flatMap(({ decides }) => decides), ...closing])).toEqual(sorted(Object.keys(DECISIONS)));
  });

  it("names events that there are, and that replay hears", () => {
    const named = sorted(rows.flatMap(({ answeredBy }) => answeredBy));
    expect(named.filter((event) => !Object.hasOwn(WAKES, event))).toEqual([]);
    expect(named.filter((event) => FOLDS[kindOf(event)] === undefined && DECIDED[kindOf(event)] === undefined)).toEqual(
      [],
    );
  });

  it("names codes that there are", () => {
    const named = sorted(rows.flatMap(({ throws }) => throws));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((code) => !Object.hasOwn(sweft.ERRORS, code))).toEqual([]);
  });

  it("names every way in which work of each kind can fail", () => {
    const failures = Object.keys(sweft.ERRORS).filter((code) => /^(ACTIVITY|CHILD|LAMBDA|EXTERNAL)_/.test(code));
    const named = rows.flatMap(({ throws }) => throws);
    expect(failures.filter((code) => !named.includes(code) && code !== "ACTIVITY_IS_GENERATOR")).toEqual([]);
  });
});
