import { expect } from "@jest/globals";
import type { PayloadStore, Payloads } from "@sweft/payload";
import { memoryStore, openPayloads, staticKeys } from "@sweft/payload";
import type { Place } from "../../setup.ts";

/** What nobody may read. Long enough that no codec makes it up by chance. */
export const SECRET = "swordfish-4711";

/** A value that holds the secret, of about so many characters, which no codec makes small. */
export function secret(characters = 0) {
  let state = 1;
  const noise = Array.from({ length: characters }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return String.fromCharCode(32 + (Math.floor(state / 65_536) % 94));
  }).join("");
  return { word: SECRET, noise };
}

const key = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
export const KEYS = { old: key(1), new: key(2) };

/** Payloads of one process, with a cache of their own: compressed, encrypted, and out of band if they are long. */
export const secretPayloads = (store: PayloadStore, current: keyof typeof KEYS = "old"): Payloads =>
  openPayloads({
    store,
    inlineLimit: 4096,
    codecs: {
      compression: { codec: "brotli", minBytes: 64 },
      encryption: { keys: staticKeys({ current, keys: KEYS }) },
    },
  });

/** A store, and the bytes of all its objects. */
export function openStore() {
  const store = memoryStore();
  async function all(): Promise<string> {
    let text = "";
    for await (const { key: name } of store.list?.("") ?? []) {
      text += `${name}\n${Buffer.from(await store.get(name)).toString("latin1")}\n`;
    }
    return text;
  }
  return { store, all };
}

/** All that the service knows of a domain: every event of every execution, and what each publishes. */
async function recordedBy({ engine }: Place): Promise<string> {
  const domain = "shop";
  const filter = { domain, startTimeFilter: { oldestDate: new Date(0) } };
  const [open, closed] = await Promise.all([
    engine.listOpenWorkflowExecutions(filter),
    engine.listClosedWorkflowExecutions(filter),
  ]);
  const told: unknown[] = [];
  for (const { execution } of [...(open.executionInfos ?? []), ...(closed.executionInfos ?? [])]) {
    if (execution === undefined) continue;
    told.push(await engine.describeWorkflowExecution({ domain, execution }));
    told.push(await engine.getWorkflowExecutionHistory({ domain, execution }));
  }
  return JSON.stringify(told);
}

/** Neither the service nor the store holds the secret; both hold something. */
export async function expectSecrecy(place: Place, stored: () => Promise<string>): Promise<string> {
  const recorded = await recordedBy(place);
  expect(recorded).toContain("aes256gcm:");
  expect(recorded).not.toContain(SECRET);
  expect(recorded).not.toContain("swordfish");
  // An open digest of arguments would let a reader try guesses.
  expect(recorded).not.toMatch(/sw1 [\w.~]+ 1[a-z2-7]{13}/);
  expect(await stored()).not.toContain("swordfish");
  return recorded;
}
