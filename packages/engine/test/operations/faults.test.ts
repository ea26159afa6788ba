import { describe, expect } from "@jest/globals";
import type { OperationName } from "../../src/index.ts";
import { OPERATIONS } from "../../src/operations/table.ts";
import type { Model } from "../model/model.ts";
import { modelled, readModel } from "../model/model.ts";

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
      const model = readModel();
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
