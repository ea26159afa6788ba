import { describe, expect, it } from "@jest/globals";
import type { PayloadStore } from "@sweft/payload";
import { memoryStore } from "@sweft/payload";
import type { StoreContractOptions } from "../../../src/index.ts";
import { storeContract } from "../../../src/index.ts";
import { OF_BYTES } from "./bytes.ts";
import { OF_CONDUCT } from "./conduct.ts";
import { OF_LISTING } from "./listing.ts";
import { material } from "./mutant.ts";

/** Runs all cases, and returns what each complains of, by its name. */
async function complaintsOf(
  open: () => PayloadStore,
  options: Partial<StoreContractOptions> = {},
): Promise<ReadonlyMap<string, string>> {
  const complaints = new Map<string, string>();
  const quick = { largeBytes: 200_000, manyObjects: 20, patienceSeconds: 20, prefix: "p/" };
  await Promise.all(
    storeContract({ open, ...quick, ...options }).map(async ({ name, run }) => {
      await run().catch((error: { code?: unknown; message: string }) => {
        expect(error).toMatchObject({ code: "STORE_CONTRACT_BROKEN", name: "TestingError" });
        complaints.set(name, error.message);
      });
    }),
  );
  return complaints;
}

describe("the contract catches a store that", () => {
  it.each([...OF_BYTES, ...OF_CONDUCT, ...OF_LISTING])("%s", async (_, wrong, caught, complaint, ...hangs) => {
    const made = material();
    const store = { ...made.sound, ...wrong(made) };
    const complaints = await complaintsOf(() => store, hangs.length > 0 ? { patienceSeconds: 0.3 } : {});
    expect([...complaints.keys()]).toContain(caught);
    if (typeof complaint === "string") expect(complaints.get(caught)).toContain(complaint);
    else expect(complaints.get(caught)).toMatch(complaint);
  });

  it("changes its name", async () => {
    const { sound } = material();
    let nth = 0;
    const open = () => ({ ...sound, name: `store-${nth++}` });
    const [complaint] = (await complaintsOf(open)).values();
    expect(complaint).toMatch(
      /^The store was called store-\d+, and store-\d+ when opened again\. It must keep its name\.$/,
    );
  });

  it("forgets when it is closed", async () => {
    const complaints = await complaintsOf(() => memoryStore());
    expect(complaints.get("gives what was put to whoever opens it next")).toContain("PAYLOAD_MISSING");
  });

  it.each(["delete", "list"] as const)("lacks the method %s, unless that is said", async (method) => {
    const { sound } = material();
    const { [method]: _, ...rest } = sound;
    const [complaint] = (await complaintsOf(() => rest)).values();
    expect(complaint).toBe(
      `The store has no method ${method}. Write it, or tell storeContract of it: without: ["${method}"].`,
    );
    expect((await complaintsOf(() => rest, { without: [method], prefix: "q/" })).size).toBe(0);
    const [other] = (await complaintsOf(() => sound, { without: [method] })).values();
    expect(other).toBe(`The store has a method ${method}. Do not list it in \`without\`.`);
  });
});

describe("the contract", () => {
  it("finds nothing wrong with a sound store, and leaves nothing in it", async () => {
    const { sound, entries } = material();
    expect([...(await complaintsOf(() => sound))]).toEqual([]);
    expect(await entries("")).toEqual([]);
  });

  it("closes what it has opened, also after a failure, which it tells even if closing fails", async () => {
    const { sound } = material();
    let open = 0;
    const opening = () => {
      open++;
      return { ...sound, name: "no name" };
    };
    const close = (): void => {
      open--;
      throw new Error("closed badly");
    };
    const complaints = await complaintsOf(opening, { close });
    expect([...complaints.values()]).toEqual([expect.stringContaining('The store\'s name is "no name"')]);
    expect(open).toBe(0);
  });

  it.each<[Partial<StoreContractOptions>, string]>([
    [{ largeBytes: 0 }, "storeContract: write a positive number of bytes for largeBytes."],
    [{ manyObjects: 1.5 }, "storeContract: write a positive number of objects for manyObjects."],
    [{ patienceSeconds: 0 }, "storeContract: write a positive number of seconds for patienceSeconds."],
    [{ prefix: "a b" }, "storeContract: write visible ASCII characters without spaces for prefix."],
  ])("refuses %p", (options, message) => {
    expect(() => storeContract({ open: () => memoryStore(), ...options })).toThrow(message);
  });
});
