import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { OperationName } from "../../src/index.ts";
import { OPERATIONS } from "../../src/operations/table.ts";

interface Model {
  readonly operations: Readonly<Record<string, { readonly errors?: readonly { readonly shape: string }[] }>>;
}

/** Where the service's model is: in the file that SWEFT_SERVICE_MODEL names, else in the nearest `shared/swf` above here. */
function findModel(): string | undefined {
  const named = process.env.SWEFT_SERVICE_MODEL;
  if (named !== undefined && named !== "") return named;
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, "shared", "swf", "api.json");
    if (existsSync(path)) return path;
  }
  return undefined;
}

const path = findModel();
if (path === undefined)
  console.log("The faults are not compared with the service's model: set SWEFT_SERVICE_MODEL to its file.");
const modelled = path === undefined ? it.skip : it;

/** What is declared and what is modelled that the other does not have; permissions aside, which all operations may lack. */
function differences({ operations }: Model): Record<string, string[]> {
  const names = Object.keys(OPERATIONS) as OperationName[];
  const found = names.map((name): [string, string[]] => {
    const ours: ReadonlySet<string> = new Set(OPERATIONS[name].faults);
    const theirs = new Set((operations[name]?.errors ?? []).map(({ shape }) => shape));
    theirs.delete("OperationNotPermittedFault");
    return [
      name,
      [
        ...[...ours].filter((fault) => !theirs.has(fault)).map((fault) => `+${fault}`),
        ...[...theirs].filter((fault) => !ours.has(fault)).map((fault) => `-${fault}`),
      ],
    ];
  });
  return Object.fromEntries(found.filter(([, each]) => each.length > 0));
}

describe("the faults that operations declare", () => {
  modelled(
    "are those of the service's model but for what FIDELITY.md tells, and for limits that the engine does not have",
    () => {
      const model = JSON.parse(readFileSync(String(path), "utf8")) as Model; // a file without it fails here
      expect(Object.keys(OPERATIONS).sort()).toEqual(Object.keys(model.operations).sort());
      expect(differences(model)).toEqual({
        RegisterWorkflowType: ["+DomainDeprecatedFault"],
        RegisterActivityType: ["+DomainDeprecatedFault"],
        StartWorkflowExecution: ["+DomainDeprecatedFault"],
        TagResource: ["-LimitExceededFault"],
        UntagResource: ["-LimitExceededFault"],
        ListTagsForResource: ["-LimitExceededFault"],
      });
    },
  );
});
