import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { run } from "../src/index.ts";
import type { World } from "./fake-io.ts";
import { fakeIo, linesIn } from "./fake-io.ts";
import { changedOrder, order } from "./shop.ts";

const world: World = {
  files: { "/app/h.json": step(order, 5).history.json() },
  modules: { "/app/new.js": { changedOrder }, "/app/old.js": { order } },
};

async function ran(line: string, more: World = {}) {
  const io = fakeIo({ ...world, ...more });
  const exitCode = await run(line.split(" ").filter(Boolean), io);
  return { exitCode, ...io.printed };
}

describe("sweft", () => {
  it("prints its version", async () => {
    expect(await ran("--version")).toEqual({ exitCode: 0, out: "1.2.3\n", err: "" });
  });

  it.each(["--help", "replay --help", "history --help", "engine --help", "payloads --help", "payloads gc --help"])(
    "prints help that fits 100 columns: %s",
    async (line) => {
      const { exitCode, out, err } = await ran(line);
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
      expect(out).toMatch(/^Usage: sweft /);
      expect(linesIn(out).filter((each) => each.length > 100)).toEqual([]);
    },
  );

  it("lists its commands", async () => {
    const { out } = await ran("--help");
    expect(out).toMatch(/replay .*replay recorded histories/);
    expect(out).toMatch(/engine .*serve an SWF-compatible engine/);
    expect(out).toMatch(/history .*print a recorded history/);
  });

  it.each([
    ["replay old.js h.json", 0],
    ["replay new.js h.json", 1],
    ["replay old.js no.json", 2],
    ["history h.json", 0],
    ["history no.json", 2],
  ])("%s exits with %d", async (line, exitCode) => {
    expect(await ran(line)).toMatchObject({ exitCode });
  });

  it.each([
    ["", "no command was given; write `sweft replay …`"],
    ["reply", "unknown command 'reply' (Did you mean replay?)"],
    ["replay", "missing required argument 'module'"],
    ["replay old.js", "missing required argument 'history'"],
    ["replay --store", "option '--store <store>' argument missing"],
    ["replay --jsn old.js h.json", "unknown option '--jsn' (Did you mean --json?)"],
    ["replay --jsn old.js h.json", "(Did you mean --json?); `sweft replay --help` says what to write (USAGE_INVALID)"],
    ["--jsn", "; `sweft --help` says what to write (USAGE_INVALID)"],
    ["history h.json i.json", "xpected 1 argument but got 2; `sweft history --help` says"],
    ["payloads", "no command was given"],
    ["payloads gc --store here", "required option '--domain <domain>' not specified; `sweft payloads gc --help` says"],
    ["payloads gc --domain shop", "required option '--store <store>' not specified"],
    [
      "payloads gc --domain shop --store here",
      "/app/here, where there is no folder; name a folder, or a JavaScript module",
    ],
    ["payloads gc --domain shop --store no.js", "the module no.js cannot be loaded"],
    ["payloads gc --domain shop --store old.js", "it exports no store and no payloads that have one"],
    ["payloads gc --domain shop --store here --rate fast", '--rate is "fast"; write a number'],
    ["history no.json", "no.json cannot be read"],
    ["replay no.js h.json", "the module no.js cannot be loaded"],
    ["replay old.js h.json --store here", "write --store file:DIRECTORY"],
  ])("answers `sweft %s` with one line that says what to write", async (line, told) => {
    const { exitCode, out, err } = await ran(line);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
    expect(linesIn(err)).toEqual([expect.stringContaining(told)]);
    expect(err).toMatch(/^sweft: .* \([A-Z_]+\)\n$/);
  });

  it("shows stack traces and causes only if SWEFT_DEBUG is set", async () => {
    const { err } = await ran("history no.json", { env: { SWEFT_DEBUG: "1" } });
    expect(err).toMatch(/\n {4}at /);
    expect(err).toContain("caused by Error: ENOENT");
    expect((await ran("history no.json", { env: { SWEFT_DEBUG: "" } })).err).not.toMatch(/\n {4}at /);
    expect((await ran("replay new.js h.json", { env: { SWEFT_DEBUG: "1" } })).err).toMatch(/^NondeterminismError/);
  });
});
