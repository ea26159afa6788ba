import { describe, expect, it } from "@jest/globals";
import { activity, cached, contract, marker, nondeterministic, signal, workflow } from "../../src/index.ts";
import { charge, expectRefusal, order } from "./support.ts";

const run = () => 1;
const body = function* () {};

const LEGAL_PLACES: readonly (readonly [string, (name: string) => unknown, number])[] = [
  ["activity name", (name) => activity({ name }, run), 256],
  ["activity name", (name) => contract<typeof run>({ name }), 256],
  ["version of activity a", (version) => activity({ name: "a", version }, run), 64],
  ["taskList of activity a", (taskList) => activity({ name: "a", taskList }, run), 256],
  ["taskList of activity charge", (taskList) => charge.with({ taskList }), 256],
  ["workflow name", (name) => workflow({ name }, body), 256],
  ["version of workflow a", (version) => workflow({ name: "a", version }, body), 64],
  ["taskList of workflow a", (taskList) => workflow({ name: "a", taskList }, body), 256],
  ["workflowId of workflow a", (workflowId) => workflow({ name: "a", workflowId }, body), 256],
  ["workflowId of workflow order", (workflowId) => order.with({ workflowId }), 256],
  ["taskList of workflow order", (taskList) => order.with({ taskList }), 256],
];

describe.each(LEGAL_PLACES)("%s", (what, declare, max) => {
  it.each<[string, unknown]>([
    ["nothing", ""],
    ["a colon", "a:b"],
    ["a slash", "a/b"],
    ["a bar", "a|b"],
    ["a zero character", "a\u0000"],
    ["a line break", "a\nb"],
    ["the last of the first control characters", "\u001f"],
    ["delete", "a\u007f"],
    ["the last of the second control characters", "a\u009f"],
    ["the word arn", "arn"],
    ["one character too many", "x".repeat(max + 1)],
    ["a number", 5],
    ["true", true],
    ["a list", ["a"]],
  ])("may not be, or contain, %s", (_name, name) => {
    expectRefusal(() => declare(name as string), "ID_INVALID", `${what} is `, `1 to ${max} characters`, '"arn"');
  });

  it.each(["a", "x".repeat(max), "arnica", "Arn", "a b", "a.b-c_d#e~1", "Bestellung für Zoë", "注文", "\u00a0"])(
    "may be %j",
    (name) => {
      expect(() => declare(name)).not.toThrow();
    },
  );
});

it.each([
  ["activity", () => activity({} as { name: string }, run)],
  ["workflow", () => workflow({} as { name: string }, body)],
])("an %s without a name is refused", (what, declare) => {
  expectRefusal(declare, "ID_INVALID", `${what} name is undefined`);
});

const USER_PLACES: readonly (readonly [string, (name: string) => unknown])[] = [
  ["signal name", (name) => signal(name)],
  ["marker name", (name) => marker(name)],
  ["name of cached", (name) => cached(name, run)],
  ["name of cached", (name) => nondeterministic(name, run)],
];

describe.each(USER_PLACES)("%s", (what, declare) => {
  it.each<[string, unknown]>([
    ["nothing", ""],
    ["257 characters", "x".repeat(257)],
    ["a name of the interpreter", "sweft.run"],
    ["the bare prefix of the interpreter", "sweft."],
    ["undefined", undefined],
    ["a number", 5],
  ])("may not be %s", (_name, name) => {
    expectRefusal(() => declare(name as string), "ID_INVALID", `${what} is `, "1 to 256 characters", '"sweft."');
  });

  it.each(["a", "x".repeat(256), "a:b/c|d", "arn", "sweft", "Sweft.run", "my.sweft.run", "line\nbreak"])(
    "may be %j, since SWF bounds only its length",
    (name) => {
      expect(() => declare(name)).not.toThrow();
    },
  );
});
