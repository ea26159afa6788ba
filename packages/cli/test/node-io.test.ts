import { EventEmitter } from "node:events";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { describe, expect, it, jest } from "@jest/globals";
import manifest from "../package.json" with { type: "json" };
import { nodeIo } from "../src/node-io.ts";

function opened() {
  const written: string[] = [];
  const signals = new EventEmitter();
  const stream = (name: string) => ({ write: (text: string | Uint8Array) => written.push(`${name}: ${text}`) > 0 });
  const io = nodeIo({
    cwd: () => __dirname,
    env: {},
    stdin: Readable.from(["[", "]"]) as typeof process.stdin,
    on: (signal, listener) => signals.on(signal, () => listener(signal)),
    exit: (code) => written.push(`exit: ${code}`),
    stdout: stream("out"),
    stderr: stream("err"),
  });
  return { io, written, signals };
}

describe("the real world", () => {
  it("reads files and stdin, and knows folders", async () => {
    const { io } = opened();
    expect(await io.readFile(__filename)).toContain("the real world");
    expect(await io.readStdin()).toBe("[]");
    expect(await io.isDirectory(__dirname)).toBe(true);
    expect(await io.isDirectory(__filename)).toBe(false);
    expect(await io.isDirectory(`${__dirname}/nowhere`)).toBe(false);
    await expect(io.readFile(`${__dirname}/nowhere`)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("writes to stdout and stderr", () => {
    const { io, written } = opened();
    io.out("a\n");
    io.err("b\n");
    expect(written).toEqual(["out: a\n", "err: b\n"]);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])("is asked to stop by %s, and exits at once if asked again later", async (signal, exitCode) => {
    const { io, written, signals } = opened();
    const time = jest.spyOn(performance, "now").mockReturnValue(1_000);
    const stopped = io.untilStopped();
    signals.emit(signal);
    await stopped;
    time.mockReturnValue(1_001); // npm hands on what the terminal has sent already
    signals.emit(signal);
    expect(written).toEqual([]);
    time.mockReturnValue(2_000);
    signals.emit(signal);
    expect(written).toEqual([`exit: ${exitCode}`]);
    time.mockRestore();
  });

  it("knows the version of the package", () => {
    expect(opened().io.version).toBe(manifest.version);
  });

  it("finds packages as the given module would", () => {
    const { io } = opened();
    const here = pathToFileURL(__filename).href;
    expect(io.resolvePackage("@sweft/workflow", here)).toMatch(/^file:.*\/workflow\/(?:src|dist)\/index\.[jt]s$/);
    expect(io.resolvePackage("@sweft/workflow", "file:///nowhere/module.js")).toBeUndefined();
  });
});
