import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it, jest } from "@jest/globals";

jest.setTimeout(180_000);

const root = join(__dirname, "../..");

/** The programs of a page, by their language. */
const blocks = (page: string, language: string): readonly string[] =>
  Array.from(
    readFileSync(join(root, "packages", page, "README.md"), "utf8").matchAll(
      new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, "g"),
    ),
    ([, code = ""]) => code,
  );

// Inside the workspace, so that imports resolve and jest compiles it; its name is in .gitignore.
const folder = mkdtempSync(join(root, ".readme-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs statements as a module of jest's: imports come first, once each name, and the rest becomes a function. */
async function run(name: string, statements: string, given: Readonly<Record<string, unknown>>): Promise<void> {
  const names = new Map<string, Set<string>>();
  const rest = statements.replace(
    /^import (?:type )?\{([^}]*)\} from "(.*)";$/gm,
    (_line, list: string, from: string) => {
      const those = names.get(from) ?? new Set();
      for (const one of list.split(",")) if (one.trim() !== "") those.add(one.trim());
      names.set(from, those);
      return "";
    },
  );
  const imports = [...names].map(([from, those]) => `import { ${[...those].join(", ")} } from "${from}";`);
  const file = join(folder, `${name}.ts`);
  const head = `export async function main({ ${Object.keys(given).join(", ")} }) {`;
  const body = rest.replaceAll(/^export /gm, "");
  writeFileSync(file, `// @ts-nocheck\n${imports.join("\n")}\n${head}\n${body}\n}\n`);
  const { main } = jest.requireActual<{ main: (given: unknown) => Promise<void> }>(file);
  await main(given);
}

/** The one program that has a text in it. */
function having(programs: readonly string[], text: string): string {
  const [found, ...more] = programs.filter((program) => program.includes(text));
  if (found === undefined || more.length > 0) throw new Error(`${more.length + 1} programs have ${text}`);
  return found;
}

const silent = { log: () => {}, warn: () => {} };

describe("packages/worker/README.md", () => {
  const programs = blocks("worker", "js");
  const opening = `
    import { openEngine } from "@sweft/engine";
    import { openActivityWorker, openClient, openDecider } from "@sweft/worker";
    const engine = openEngine();
    const place = { api: engine, domain: "shop", taskList: "orders" };`.replaceAll(/^ +/gm, "");

  it("has programs of five kinds, each of which is tried here", () => {
    expect(programs).toHaveLength(5);
  });

  it("runs a workflow", async () => {
    const printed: unknown[] = [];
    const program = having(programs, "new SWF(")
      .replace(/^import .*(client-swf|order\.js)";\n/gm, "")
      .replace('new SWF({ region: "eu-west-1" })', "engine");
    const declared = `
import { activity, workflow } from "@sweft/workflow";
const charge = activity({ name: "charge" }, async (cents) => "receipt over " + cents);
const order = workflow({ name: "order" }, function* (cents) { return yield* charge(cents); });`;
    const text = `${opening.replace(/\nconst place.*/, "")}\n${declared}\n${program}\nawait engine.close();`;
    await run("worker-run", text, { console: { log: (value: unknown) => printed.push(value) } });
    expect(printed).toEqual(["receipt over 4200"]);
  });

  it("asks and tells a run", async () => {
    const printed: unknown[] = [];
    const program = having(programs, "run.update(");
    const declared = having(blocks("workflow", "ts"), 'name: "cart"');
    const workers = `
const decider = await openDecider({ ...place, workflows: [cart] });
const worker = await openActivityWorker({ ...place, activities: [reserve] });`;
    const checks = `
seen.push(result, typeof eventId, await run.result());
await Promise.all([decider.close(), worker.close()]);
await engine.close();`;
    const seen: unknown[] = [];
    await run("worker-ask", `${opening}\n${declared}\n${workers}\n${program}\n${checks}`, {
      console: { log: (value: unknown) => printed.push(value) },
      seen,
    });
    expect(printed).toEqual([1]);
    expect(seen).toEqual([["book"], "number", "book to 12 Hill Road"]);
  });

  it("reaches into a run", async () => {
    const declared = `
import { activity, signal, sleep, start, workflow } from "@sweft/workflow";
const pay = activity({ name: "pay", retry: { attempts: 9, delay: "1 day" } }, async () => { throw new Error("down"); });
const go = signal("go");
const order = workflow({ name: "order" }, function* () {
  yield* start(sleep("1 day"));
  yield* start(sleep("1 day"));
  const paid = yield* start(pay());
  yield* sleep("2 days");
  yield* go.receive();
  return yield* paid;
});
const decider = await openDecider({ ...place, workflows: [order] });
const worker = await openActivityWorker({ ...place, activities: [pay] });
const started = await openClient(place).start(order, { workflowId: "order-17" });
const tried = async () => {
  const events = await started.history();
  return events.filter(({ eventType }) => eventType === "ActivityTaskFailed").length;
};
while ((await tried()) < 1) await new Promise((resolve) => setTimeout(resolve, 5));
while (!(await started.history()).some((event) => event.timerStartedEventAttributes?.timerId.includes("backoff")))
  await new Promise((resolve) => setTimeout(resolve, 5));`;
    const checks = `
await started.signal(go);
seen.push(await started.result());
await Promise.all([decider.close(), worker.close()]);
await engine.close();`;
    const seen: unknown[] = [];
    const program = having(programs, "operator.retryNow");
    await run("worker-operator", `${opening}\n${declared}\n${program}\n${checks}`, { seen, console: silent });
    expect(seen).toEqual(["paid by hand"]);
  });

  it("sets what a decider keeps to", async () => {
    const declared = `
import { workflow } from "@sweft/workflow";
const order = workflow({ name: "order" }, function* () { return "done"; });`;
    const checks = `
seen.push(await (await openClient(place).start(order, { workflowId: "o" })).result());
await decider.close();
await engine.close();`;
    const seen: unknown[] = [];
    const program = having(programs, "checkpointEvents");
    await run("worker-limits", `${opening}\n${declared}\n${program}\n${checks}`, { seen, console: silent });
    expect(seen).toEqual(["done"]);
  });

  it("cleans a store", async () => {
    const declared = `
import { memoryStore, openPayloads } from "@sweft/payload";
import { workflow } from "@sweft/workflow";
const api = engine;
const payloads = openPayloads({ store: memoryStore({ now: () => 0 }), inlineLimit: 0 });
await payloads.seal("lost", { scope: { domain: "shop", workflowId: "gone" } });
const order = workflow({ name: "order" }, function* () { return "done"; });
const decider = await openDecider({ ...place, payloads, workflows: [order] });
await (await openClient({ ...place, payloads }).start(order, { workflowId: "o" })).result();`;
    const printed: unknown[][] = [];
    const program = having(programs, "sweepPayloads");
    const closing = "await decider.close();\nawait engine.close();";
    await run("worker-sweep", `${opening}\n${declared}\n${program}\n${closing}`, {
      console: { log: (...values: unknown[]) => printed.push(values) },
    });
    expect(printed).toEqual([
      [expect.objectContaining({ objects: 1 }), expect.objectContaining({ bytes: 4 }), undefined],
    ]);
  });
});

describe("packages/payload/README.md", () => {
  const programs = blocks("payload", "js");
  const inFolder = (program: string) => program.replaceAll(/fileStore\("/g, `fileStore("${folder}/`);

  it("has programs of four kinds, of which those without a library of others are tried here", () => {
    expect(programs).toHaveLength(4);
  });

  it("writes and reads", async () => {
    const program = having(programs, "openPayloads();").replace("payloads.read(", "const value = payloads.read(");
    const seen: unknown[] = [];
    await run("payload-first", `${program}\nseen.push(value);`, { seen });
    expect(seen).toEqual([{ at: new Date(0) }]);
  });

  it("compresses and encrypts", async () => {
    const program = having(programs, "staticKeys(");
    const process = { env: { PAYLOAD_KEY: Buffer.alloc(32, 7).toString("base64") } };
    const seen: unknown[] = [];
    await run("payload-codecs", `${inFolder(program)}\nseen.push(await payloads.seal('"a"'));`, { process, seen });
    expect(seen).toEqual([expect.stringMatching(/^sweft:enc:1 codec=aes256gcm:2026-01 text=3 /)]);
  });

  it("stores", async () => {
    const program = having(programs, 'name: "archive"');
    const seen: unknown[] = [];
    await run("payload-stores", `${inFolder(program)}\nseen.push(sealed, payloads.read(sealed));`, { seen });
    expect(seen).toEqual([
      expect.stringMatching(
        /^sweft:ref:2 store=archive size=5002 sha256=\w{64} key=prod\/shop\/order-17\/start\/\w{64}$/,
      ),
      "x".repeat(5000),
    ]);
  });
});

describe("packages/testing/README.md", () => {
  const shop = `
import { activity, workflow } from "@sweft/workflow";
const charge = activity({ name: "charge" }, async (cart) => cart);
const ship = activity({ name: "ship" }, async (cart) => cart);
const order = workflow({ name: "order" }, function* (cart) { yield* charge(cart); yield* ship(cart); });
const cart = ["book"];
const receipt = "receipt";`;
  const language = blocks("workflow", "ts");
  const declared: Readonly<Record<string, string>> = {
    "charges first, then ships": shop,
    "takes no item twice": having(language, 'name: "cart"'),
    "goes on with the next page": having(language, 'name: "poll"'),
  };
  const tests = blocks("testing", "ts");

  it("has a test of each kind", () => {
    expect(tests.map((program) => /it\("([^"]*)"/.exec(program)?.[1])).toEqual(Object.keys(declared));
  });

  it.each(Object.entries(declared))("has a test that passes: it %s", async (name, before) => {
    const passed: string[] = [];
    const it = (sentence: string, body: () => void) => {
      body();
      passed.push(sentence);
    };
    const program = having(tests, name);
    await run(
      `testing-${name.replaceAll(/\W+/g, "-")}`,
      `import { step } from "@sweft/testing";\n${before}\n${program}`,
      {
        it,
        expect,
      },
    );
    expect(passed).toEqual([name]);
  });
});
