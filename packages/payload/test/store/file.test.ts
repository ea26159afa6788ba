import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { fileStore, memoryStore } from "../../src/index.ts";
import { translated } from "../../src/store/file-errors.ts";
import { keyOfPath, pathOfKey } from "../../src/store/file-path.ts";
import { rejection, thrown } from "../support/errors.ts";

jest.setTimeout(180_000);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sweft-files-"));
});
afterEach(() => rm(directory, { recursive: true }));

const one = Uint8Array.of(1);

describe("fileStore", () => {
  it("keeps one legible file per key", async () => {
    await fileStore(directory).put("orders/2024/0a1b", Buffer.from("text"));
    expect(await readFile(join(directory, "orders/2024/0a1b.payload"), "utf8")).toBe("text");
  });

  it("is read by whoever opens the folder next", async () => {
    await fileStore(directory).put("a", one);
    expect([...(await fileStore(directory).get("a"))]).toEqual([1]);
  });

  it("leaves nothing but the file", async () => {
    const store = fileStore(directory);
    await Promise.all(["a", "b", "a", "a"].map((key) => store.put(key, one)));
    expect((await readdir(directory)).sort()).toEqual(["a.payload", "b.payload"]);
  });

  it("writes around what a crash left behind, and never reads it", async () => {
    const leftovers = [0, 1, 2].map((attempt) => `.writing-${process.pid}-${attempt}`);
    for (const name of leftovers) await writeFile(join(directory, name), "half");
    const store = fileStore(directory);
    await store.put("a", one);
    expect([...(await store.get("a"))]).toEqual([1]);
    const keys: string[] = [];
    for await (const { key } of store.list?.("") ?? []) keys.push(key);
    expect(keys).toEqual(["a"]);
  });

  it("leaves the old file whole, and no new one, when it cannot finish", async () => {
    const store = fileStore(directory);
    // A folder where the file should go: the rename fails after everything else has worked.
    await mkdir(join(directory, "a.payload"));
    await writeFile(join(directory, "a.payload", "x"), "");
    const error = await rejection(store.put("a", one));
    expect(error.code).toMatch(/^(EISDIR|ENOTEMPTY|EEXIST|EPERM)$/);
    expect(await readdir(directory)).toEqual(["a.payload"]);
  });

  it("passes on why a folder cannot be used", async () => {
    await writeFile(join(directory, "file"), "");
    const store = fileStore(join(directory, "file"));
    expect((await rejection(store.put("a", one))).code).toMatch(/^(ENOTDIR|EEXIST)$/);
    expect((await rejection(store.get("a"))).code).toBe("ENOTDIR");
  });

  it.each([
    ["EACCES", "PAYLOAD_FORBIDDEN"],
    ["EROFS", "PAYLOAD_FORBIDDEN"],
    ["EMFILE", "PAYLOAD_THROTTLED"],
    ["ETIMEDOUT", "PAYLOAD_TIMEOUT"],
  ])("calls the %s of a file system %s", async (errno, code) => {
    const cause = Object.assign(new Error(`${errno}: as it says`), { code: errno });
    const request = { home: "/payloads", key: "a/b", signal: undefined };
    const error = await rejection(translated(request, () => Promise.reject(cause)));
    expect(error).toMatchObject({ code, cause });
    expect(error.message).toBe(`The folder /payloads failed at the key a/b: ${errno}: as it says`);
  });

  it("gives up half-way when nobody waits any more, and leaves nothing behind", async () => {
    const waiting = new AbortController();
    const store = fileStore(directory);
    const put = store.put("a", one, { signal: waiting.signal });
    waiting.abort(new Error("too late"));
    expect((await rejection(put)).message).toBe("too late");
    expect(await readdir(directory)).toEqual([]);
  });

  it("may be called otherwise, where several are open", () => {
    expect(fileStore(directory, { name: "archive" }).name).toBe("archive");
    expect(memoryStore({ name: "cache" }).name).toBe("cache");
  });

  it("ignores files that are not its own", async () => {
    await writeFile(join(directory, "README.md"), "");
    await mkdir(join(directory, "sub"));
    await chmod(join(directory, "README.md"), 0o600);
    const keys: string[] = [];
    for await (const { key } of fileStore(directory).list?.("") ?? []) keys.push(key);
    expect(keys).toEqual([]);
  });
});

describe.each([
  ["memoryStore", () => memoryStore()],
  ["fileStore", () => fileStore(directory)],
])("%s", (_, open) => {
  it.each(["", "/", "..", "../../escape", "/etc/passwd", "naïve 😀", "a\0b", "a\nb", "x.payload", ".writing-1-1"])(
    "takes %j for a key like any other, beyond what stores must take",
    async (key) => {
      const store = open();
      await store.put(key, one);
      await store.put("other", Uint8Array.of(2));
      expect([...(await store.get(key))]).toEqual([1]);
      const keys: string[] = [];
      for await (const entry of store.list?.("") ?? []) keys.push(entry.key);
      expect(keys.sort()).toEqual([key, "other"].sort());
    },
  );

  it("confuses no two keys", async () => {
    const key = fc.string({ unit: fc.constantFrom("a", "A", "/", ".", "%", "2", "e", "é", "payload"), maxLength: 6 });
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(key, { maxLength: 6 }), async (names) => {
        const store = open();
        const prefix = `${runs++}/`;
        for (const [index, name] of names.entries()) await store.put(prefix + name, Uint8Array.of(index));
        for (const [index, name] of names.entries()) expect([...(await store.get(prefix + name))]).toEqual([index]);
      }),
      { numRuns: 50 },
    );
  });

  it("does nothing for those who wait no longer", async () => {
    const signal = AbortSignal.abort(new Error("too late"));
    const store = open();
    await store.put("a", one);
    for (const request of [
      () => store.put("b", one, { signal }),
      () => store.get("a", { signal }),
      async () => store.delete?.("a", { signal }),
      async () => store.list?.("", { signal })[Symbol.asyncIterator]().next(),
    ]) {
      expect((await rejection(request())).message).toBe("too late");
    }
    expect([...(await store.get("a"))]).toEqual([1]);
    expect((await rejection(store.get("b"))).code).toBe("PAYLOAD_MISSING");
  });
});

describe("the path of a key", () => {
  it("stays below the folder, on one case, and leads back to the key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 15 }), (key) => {
        const path = pathOfKey(key);
        expect(path).toMatch(/^([a-z0-9_%-]+\/)*[a-z0-9_%-]+\.payload$/);
        expect(keyOfPath(path)).toBe(key);
      }),
    );
  });

  it("avoids the names of devices on Windows", () => {
    expect(pathOfKey("con/aux/nul1")).toBe("%63on/%61ux/nul1.payload");
    expect(keyOfPath("%63on/%61ux/nul1.payload")).toBe("con/aux/nul1");
  });

  it.each(["x".repeat(256), `a/${"😀".repeat(30)}/b`, "\ud800"])("is refused where no file can be called so", (key) => {
    const error = thrown(() => pathOfKey(key));
    expect(error.code).toBe("PAYLOAD_KEY_INVALID");
    expect(error.message).toContain("use a shorter prefix");
  });
});
