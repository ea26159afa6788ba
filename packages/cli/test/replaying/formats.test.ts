import { Buffer } from "node:buffer";
import { describe, expect, it } from "@jest/globals";
import { bytesSerializer, textSerializer } from "@sweft/payload";
import { step } from "@sweft/testing";
import { activity, workflow } from "@sweft/workflow";
import { history } from "../../src/commands/history.ts";
import { fakeIo } from "../fake-io.ts";
import { replayed } from "../replayed.ts";

const bytes = { serializer: bytesSerializer() };
const text = { serializer: textSerializer() };

const develop = activity(
  { name: "develop", payloads: { input: bytes, result: bytes } },
  async (film: Uint8Array) => film,
);

const photographing = (end: string) =>
  workflow({ name: "photographing", payloads: { input: bytes, result: text } }, function* (film: Uint8Array) {
    return `${(yield* develop(film)).byteLength}${end}`;
  });

const film = Buffer.from([1, 2, 3]);
const recorded = () => step(photographing(" bytes"), film).complete(develop, film).history.json();

describe("sweft replay of a workflow with formats of its own", () => {
  it("reads and compares as the workflow declares", async () => {
    const { exitCode, out } = await replayed(recorded(), { photographing: photographing(" bytes") });
    expect(exitCode).toBe(0);
    expect(out).not.toContain("note");
  });

  it("tells another result as it would stand in the history", async () => {
    const { exitCode, out } = await replayed(recorded(), { photographing: photographing(" octets") });
    expect(exitCode).toBe(0);
    expect(out).toContain("  note      the result is now 3 octets; recorded is 3 bytes\n");
  });

  it("tells other arguments as values", async () => {
    const other = workflow({ name: "photographing", payloads: { input: bytes } }, function* () {
      yield* develop(Buffer.from([1, 2, 4]));
    });
    const { exitCode, out } = await replayed(recorded(), { other });
    expect(exitCode).toBe(1);
    expect(out).toContain("differs   arguments[0]: <Buffer 01 02 03> → <Buffer 01 02 04>");
  });
});

describe("sweft history of such a workflow", () => {
  it("shows texts as they stand there", async () => {
    const io = fakeIo({ files: { "/app/h.json": recorded() } });
    expect(await history({ file: "h.json" }, io)).toBe(0);
    expect(io.printed.out).toContain("develop 1  input sweft:bytes AQID");
    expect(io.printed.out).toContain("result 3 bytes");
  });
});
