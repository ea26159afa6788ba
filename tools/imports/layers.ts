/** What a package may import of ours, and whether it must be pure. */
export interface Layer {
  readonly mayImport: readonly string[];
  /** Neither a dependency, nor a Node API, nor a clock, nor chance, nor a promise. */
  readonly pure?: true;
  /** The folders of `src` in the order of the flow: each imports only those before it. */
  readonly folders?: readonly string[];
  /** Files of a pure package that may still be `async`, each with the reason. */
  readonly asynchronous?: Readonly<Record<string, string>>;
}

const LIBRARIES = ["@sweft/workflow", "@sweft/payload", "@sweft/worker", "@sweft/engine", "@sweft/testing"];

/** The direction of imports, in the order of the data flow. A new package has no place until it has a line here. */
export const LAYERS: Readonly<Record<string, Layer>> = {
  "@sweft/workflow": {
    mayImport: [],
    pure: true,
    folders: [
      "errors",
      "values",
      "language",
      "coroutines",
      "composites",
      "decisions",
      "history",
      "work",
      "planner",
      "replay",
    ],
    asynchronous: {
      "src/language/activity.ts": "`.run` hands on what the user's implementation promises",
      "src/language/by-schema.ts": "so does the implementation between its schemas, which may be asynchronous",
    },
  },
  "@sweft/payload": { mayImport: [] },
  "@sweft/s3": { mayImport: ["@sweft/payload"] },
  "@sweft/worker": { mayImport: ["@sweft/workflow", "@sweft/payload"] },
  "@sweft/engine": { mayImport: [] },
  "@sweft/testing": { mayImport: ["@sweft/workflow", "@sweft/payload", "@sweft/worker", "@sweft/engine"] },
  sweft: { mayImport: LIBRARIES },
  "@sweft/web": { mayImport: [] },
};

/** The most lines a file may have. */
export const MAX_LINES = 400;

/** What a pure package may use of the language's own globals: the same on every machine, in every run. */
export const PURE_GLOBALS: ReadonlySet<string> = new Set([
  ...["undefined", "NaN", "Infinity", "Object", "Array", "String", "Number", "Boolean", "BigInt", "Symbol", "RegExp"],
  ...["Map", "Set", "WeakMap", "WeakSet", "Proxy", "Reflect", "JSON", "Math", "Date", "Iterator"],
  ...["Error", "AggregateError", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"],
  ...["ArrayBuffer", "DataView", "BigInt64Array", "BigUint64Array", "Float32Array", "Float64Array", "Int8Array"],
  ...["Int16Array", "Int32Array", "Uint8Array", "Uint8ClampedArray", "Uint16Array", "Uint32Array"],
  ...["isFinite", "isNaN", "parseFloat", "parseInt"],
  ...["decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent"],
]);

/** What to write instead of the impure things that people reach for. */
export const INSTEAD: Readonly<Record<string, string>> = {
  "Date.now": "take the time of the decision as an argument",
  "new Date()": "take the time of the decision as an argument; `new Date(milliseconds)` is pure",
  "Date()": "take the time of the decision as an argument; `new Date(milliseconds)` is pure",
  Date: "name the member where it is used, as in `Date.UTC(…)`, so that the clock cannot slip through",
  "Math.random": "take numbers from the run's own stream, so that a replay draws the same",
  Math: "name the member where it is used, as in `Math.floor(…)`, so that chance cannot slip through",
  "String.localeCompare": "compare with `<` and `>`: the order of a locale differs between machines",
  setTimeout: "make a timer command: the interpreter never waits",
  process: "take what it says as an argument",
  console: "emit a log entry to the caller, who knows whether this is a replay",
  Promise: "stay synchronous: what is asynchronous is an effect, run outside of the interpreter",
};
