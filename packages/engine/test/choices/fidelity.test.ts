import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { CHOICES } from "../../src/index.ts";

const root = join(__dirname, "../..");
/** The questions; what follows them is what was checked. */
const [questions = ""] = readFileSync(join(root, "FIDELITY.md"), "utf8").split("## Checked against");
const rows = questions
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| question |"))
  .map((line) => line.slice(2, -2).split(" | "));

/** What a row says of a switch: `` (`name`: `value`, `value`) `` at the end of its third cell. */
function switchIn(cell: string): readonly [string, readonly string[]] | undefined {
  const [, name = "", values = ""] = /\(`(\w+)`: ((?:`\w+`(?:, )?)+)\)$/.exec(cell) ?? [];
  return name === "" ? undefined : [name, values.split(", ").map((value) => value.slice(1, -1))];
}

describe("FIDELITY.md", () => {
  it("has a row for each choice, with its values, the default first", () => {
    const switches = rows.flatMap(([, , cell = ""]) => [switchIn(cell)].filter((found) => found !== undefined));
    const declared = Object.entries(CHOICES).map(([name, { values }]) => [name, [...values]]);
    expect([...switches].sort()).toEqual(declared.sort());
  });

  it("gives each question five cells, and names code that exists", () => {
    expect(rows.filter((cells) => cells.length !== 5)).toEqual([]);
    const named = rows.map((cells) => String(cells[4]).replaceAll("`", ""));
    expect(named.filter((path) => !existsSync(join(root, "src", path)))).toEqual([]);
  });
});
