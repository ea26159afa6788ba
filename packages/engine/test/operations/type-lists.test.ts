import { expect, it } from "@jest/globals";
import type { OpenDesk } from "../support/contract.ts";
import { contract } from "../support/contract.ts";
import { domain, refusal, startMs } from "../support/desk.ts";

/** Names and versions whose order differs from that of the texts `name/version`. */
const ids = ["order/1", "a-b/1", "a/2", "a/10", "Z/1", "a.b/1"].map((id) => {
  const [name = "", version = ""] = id.split("/");
  return { name, version };
});
const ascending = ["Z/1", "a/10", "a/2", "a-b/1", "a.b/1", "order/1"];

async function openShelf(openDesk: OpenDesk) {
  const desk = await openDesk();
  for (const id of ids.slice(1)) await desk.engine.registerWorkflowType({ domain, ...id, description: id.name });
  return desk;
}

type Shelf = Awaited<ReturnType<typeof openShelf>>;

async function list({ engine }: Shelf, more: object) {
  const { typeInfos, nextPageToken } = await engine.listWorkflowTypes({
    domain,
    registrationStatus: "REGISTERED",
    ...more,
  });
  const names = typeInfos?.map(({ workflowType }) => `${workflowType?.name}/${workflowType?.version}`);
  return { names, nextPageToken };
}

contract("lists of types", (openDesk) => {
  it.each([
    [{}, ascending],
    [{ reverseOrder: true }, ascending.toReversed()],
    [{ name: "a" }, ["a/10", "a/2"]],
    [{ name: "a", reverseOrder: true }, ["a/2", "a/10"]],
    [{ name: "no" }, []],
    [{ registrationStatus: "DEPRECATED" }, []],
  ])("go by name, then by version: %j", async (more, expected) => {
    const { names, nextPageToken } = await list(await openShelf(openDesk), more);
    expect([names, nextPageToken]).toEqual([expected, undefined]);
  });

  it.each([[false], [true]])("are cut into pages after they were put in order (reversed: %s)", async (reverseOrder) => {
    const shelf = await openShelf(openDesk);
    const pages = [];
    let token: string | undefined;
    do {
      const more = token === undefined ? {} : { nextPageToken: token };
      const { names, nextPageToken } = await list(shelf, { reverseOrder, maximumPageSize: 2, ...more });
      pages.push(names);
      token = nextPageToken;
    } while (token !== undefined);
    const expected = reverseOrder ? ascending.toReversed() : ascending;
    expect(pages).toEqual([expected.slice(0, 2), expected.slice(2, 4), expected.slice(4)]);
  });

  it("page on where they were although a type was deleted in between", async () => {
    const shelf = await openShelf(openDesk);
    const first = await list(shelf, { maximumPageSize: 2 });
    const workflowType = { name: "a", version: "10" };
    await shelf.engine.deprecateWorkflowType({ domain, workflowType });
    await shelf.engine.deleteWorkflowType({ domain, workflowType });
    expect((await list(shelf, { maximumPageSize: 2, nextPageToken: first.nextPageToken })).names).toEqual([
      "a/2",
      "a-b/1",
    ]);
  });

  it("show what describing shows, without the configuration", async () => {
    const { engine } = await openShelf(openDesk);
    const { typeInfos } = await engine.listWorkflowTypes({ domain, name: "a", registrationStatus: "REGISTERED" });
    expect(typeInfos?.[1]).toEqual({
      workflowType: { name: "a", version: "2" },
      status: "REGISTERED",
      description: "a",
      creationDate: new Date(startMs),
    });
    const activities = await engine.listActivityTypes({ domain, registrationStatus: "REGISTERED" });
    expect(activities).toEqual({
      typeInfos: [
        {
          activityType: { name: "charge", version: "1" },
          status: "REGISTERED",
          creationDate: new Date(startMs),
        },
      ],
    });
  });

  it("refuse unknown domains, tokens of other lists, and statuses that do not exist", async () => {
    const shelf = await openShelf(openDesk);
    const { nextPageToken = "" } = await list(shelf, { maximumPageSize: 1 });
    const { engine } = shelf;
    const registrationStatus = "REGISTERED";
    expect(await refusal(engine.listActivityTypes({ domain, registrationStatus, nextPageToken }))).toEqual({
      name: "ValidationException",
      message: "Invalid token",
    });
    expect(await refusal(engine.listActivityTypes({ domain: "no", registrationStatus }))).toEqual({
      name: "UnknownResourceFault",
      message: "Unknown domain: no",
    });
    const wrong = { domain, registrationStatus: "GONE" as "DEPRECATED", maximumPageSize: 1_001 };
    expect(await refusal(engine.listWorkflowTypes(wrong))).toEqual({
      name: "ValidationException",
      message:
        "2 validation errors detected: Value 'GONE' at 'registrationStatus' failed to satisfy constraint: Member must satisfy enum value set: [REGISTERED, DEPRECATED]; Value '1001' at 'maximumPageSize' failed to satisfy constraint: Member must have value less than or equal to 1000",
    });
  });
});
