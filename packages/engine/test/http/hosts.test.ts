import { afterEach, describe, expect, it } from "@jest/globals";
import { isLoopback } from "../../src/http/hosts.ts";
import type { ServeOptions } from "../../src/http/index.ts";
import type { Served } from "./support.ts";
import { openServed } from "./support.ts";

let served: Served | undefined;
afterEach(() => served?.close());

async function asked(headers: Record<string, string>, options: ServeOptions = {}) {
  served = await openServed(options);
  const { status, json } = await served.call("ListDomains", { registrationStatus: "REGISTERED" }, { headers });
  return json?.__type === undefined ? status : `${status} ${json.__type}`;
}

describe("a server on loopback", () => {
  it.each(["localhost", "LocalHost:1", "127.0.0.1", "127.0.0.1:65535", "[::1]", "[::1]:80"])(
    "is known as %s",
    async (host) => {
      expect(await asked({ Host: host })).toBe(200);
    },
  );

  it.each([
    "evil.example",
    "localhost.evil.example",
    "localhost:80.evil.example",
    "evil.example:localhost",
    "127.0.0.1.evil.example",
    "localhost.",
    "localhost:x",
    "user@localhost",
    "[::2]",
    "::1",
    "0.0.0.0",
  ])("is not known as %p", async (host) => {
    expect(await asked({ Host: host })).toBe("403 HOST_REFUSED");
  });

  it("refuses every route, the health text too", async () => {
    served = await openServed({ allowReset: true });
    const headers = { Host: "evil.example" };
    for (const [method, path] of [
      ["GET", "/"],
      ["POST", "/moto-api/reset"],
      ["POST", "/nowhere"],
    ] as const) {
      expect((await served.send({ method, path, headers })).status).toBe(403);
    }
  });

  it("takes the names it is given besides", async () => {
    expect(await asked({ Host: "Engine.test:4596" }, { allowedHosts: ["engine.TEST"] })).toBe(200);
  });

  it.each(["http://localhost:3000", "https://127.0.0.1", "http://[::1]:1"])("serves pages of %s", async (origin) => {
    expect(await asked({ Origin: origin })).toBe(200);
  });

  it.each([
    "http://evil.example",
    "null",
    "",
    "http://localhost.evil.example",
    "http://evil.example/localhost",
    "file://",
    "ftp://localhost",
  ])("refuses pages of %p", async (origin) => {
    expect(await asked({ Origin: origin })).toBe("403 ORIGIN_REFUSED");
  });

  it("says nothing of itself to pages of others", async () => {
    served = await openServed();
    const preflight = await served.send({ method: "OPTIONS", headers: { Origin: "http://localhost:3000" } });
    expect(preflight.status).toBe(405);
    expect(Object.keys(preflight.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

describe("a server open to the network", () => {
  it("is known by any name, unless it is given some", async () => {
    expect(await asked({ Host: "engine.example" }, { host: "0.0.0.0" })).toBe(200);
    await served?.close();
    expect(await asked({ Host: "engine.example" }, { host: "0.0.0.0", allowedHosts: ["other"] })).toBe(
      "403 HOST_REFUSED",
    );
  });

  it("refuses pages of hosts that it is not given", async () => {
    const page = { Host: "engine.example", Origin: "http://engine.example" };
    expect(await asked(page, { host: "0.0.0.0" })).toBe("403 ORIGIN_REFUSED");
    await served?.close();
    expect(await asked(page, { host: "0.0.0.0", allowedHosts: ["engine.example"] })).toBe(200);
  });
});

it("knows the addresses that only this machine reaches", () => {
  expect(["localhost", "127.0.0.1", "127.9.9.9", "::1"].filter(isLoopback)).toHaveLength(4);
  expect(["0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example", "example.com", ""].filter(isLoopback)).toEqual([]);
});
