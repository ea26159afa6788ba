import { describe, expect, it } from "@jest/globals";
import { memoryStore, openPayloads, staticKeys } from "@sweft/payload";
import { fakeHistory, step } from "@sweft/testing";
import { history } from "../../src/commands/history.ts";
import { fakeIo, oversized } from "../fake-io.ts";
import { replayed } from "../replayed.ts";
import { charge, order, ship } from "../shop.ts";

const store = memoryStore();
const keys = { k1: new Uint8Array(32).fill(1), k2: new Uint8Array(32).fill(2) };
const open = (current: keyof typeof keys, more: readonly (keyof typeof keys)[] = []) =>
  openPayloads({
    store,
    codecs: {
      encryption: {
        keys: staticKeys({ current, keys: Object.fromEntries([current, ...more].map((id) => [id, keys[id]])) }),
      },
    },
  });

/** A finished order whose receipt is encrypted and whose parcel is out of band, too. */
async function recorded(): Promise<string> {
  const payloads = open("k1");
  const receipt = await payloads.seal('"the receipt"');
  const parcel = await payloads.seal(oversized());
  const text = step(order, 5).complete(charge, "receipt-here").complete(ship, "parcel-here").history.json();
  return text
    .replaceAll(JSON.stringify('"receipt-here"'), JSON.stringify(receipt))
    .replaceAll(JSON.stringify('"parcel-here"'), JSON.stringify(parcel));
}

const MODULE = "/app/payloads.js";

describe("sweft replay --payloads", () => {
  const run = async (exported: Record<string, unknown>, args = {}) =>
    replayed(
      await recorded(),
      {},
      { payloads: "payloads.js", ...args },
      {
        modules: { "/app/workflows.js": { order }, [MODULE]: exported },
        files: { "/app/h.json": await recorded() },
      },
    );

  it("reads what is encrypted and out of band with the stores and keys that a module exports", async () => {
    expect(await run({ payloads: open("k2", ["k1"]) })).toMatchObject({
      err: "",
      out: expect.stringContaining("h.json: order 1, completed"),
    });
  });

  it("says which key it lacks", async () => {
    const { exitCode, err } = await run({ default: open("k2") });
    expect(exitCode).toBe(2);
    expect(err).toMatch(
      /encrypted with the key k1, which is not here.*; give the payloads .* what the workers have \(PAYLOAD_UNAVAILABLE\)/,
    );
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["no payloads", { keys }, "exports 0 payloads"],
    ["several", { one: open("k1"), two: open("k1") }, "exports 2 payloads"],
  ])("refuses a module that exports %s", async (_, exported, message) => {
    await expect(run(exported)).rejects.toMatchObject({
      code: "PAYLOADS_INVALID",
      message: expect.stringContaining(message),
    });
  });

  it("stands for --store, and not beside it", async () => {
    await expect(run({ payloads: open("k1") }, { store: "file:x" })).rejects.toMatchObject({ code: "USAGE_INVALID" });
  });

  it("is what is advised where a history is encrypted", async () => {
    const { err } = await replayed(await recorded(), { order });
    expect(err).toContain(
      "it is encrypted; name a module that exports the payloads of the workers, with their keys: --payloads",
    );
  });
});

describe("sweft history --payloads", () => {
  const type = { name: "order", version: "1" };
  const printed = async (exported: Record<string, unknown> | undefined) => {
    const payloads = open("k1");
    const text = fakeHistory({ type, input: await payloads.seal('["the input"]') })
      .signalArrived("note", `sw1 signal a\n${await payloads.seal('"the note"')}`)
      .json();
    const io = fakeIo({ files: { "/app/h.json": text }, modules: { [MODULE]: exported ?? {} } });
    await history({ file: "h.json", ...(exported && { payloads: "payloads.js" }) }, io);
    return io.printed;
  };

  it("shows values that are encrypted, and without it only how large they are", async () => {
    expect((await printed({ payloads: open("k1") })).out).toMatch(
      /input \["the input"\]\n(?:.*\n)+.*note {2}input sw1 signal a {2}"the note"\n/,
    );
    const { out, err } = await printed(undefined);
    expect(out).toContain("input (13 bytes in aes256gcm:k1)");
    expect(err).toBe("");
  });

  it("says that a key is not there, and shows what it can", async () => {
    const { out, err } = await printed({ payloads: open("k2") });
    expect(out).toContain("input (13 bytes in aes256gcm:k1)");
    expect(err).toContain("not every payload could be read");
  });
});
