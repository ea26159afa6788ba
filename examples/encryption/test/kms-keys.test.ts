import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { openPayloads } from "@sweft/payload";
import type { Kms } from "../src/kms-keys.ts";
import { kmsKeys, wrapNewKey } from "../src/kms-keys.ts";

const KEY_ID = "alias/sweft-payloads";

/** A KMS with one key, which counts its calls and may be out of service. */
function fakeKms() {
  const master = randomBytes(32);
  const state = { isDown: false, decrypts: 0 };
  const call = (keyId: string) => {
    if (state.isDown) throw Object.assign(new Error("service unavailable"), { name: "KMSInternalException" });
    if (keyId !== KEY_ID) throw Object.assign(new Error(`no key ${keyId}`), { name: "NotFoundException" });
  };
  const kms: Kms = {
    async generateDataKeyWithoutPlaintext({ KeyId, NumberOfBytes, EncryptionContext }) {
      call(KeyId);
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", master, nonce).setAAD(
        Buffer.from(JSON.stringify(EncryptionContext)),
      );
      const wrapped = Buffer.concat([cipher.update(randomBytes(NumberOfBytes)), cipher.final()]);
      return { CiphertextBlob: Buffer.concat([nonce, wrapped, cipher.getAuthTag()]) };
    },
    async decrypt({ KeyId, CiphertextBlob, EncryptionContext }) {
      state.decrypts++;
      call(KeyId);
      const bytes = Buffer.from(CiphertextBlob);
      const decipher = createDecipheriv("aes-256-gcm", master, bytes.subarray(0, 12));
      decipher.setAAD(Buffer.from(JSON.stringify(EncryptionContext))).setAuthTag(bytes.subarray(-16));
      return { Plaintext: Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]) };
    },
  };
  return { kms, state };
}

async function setUp() {
  const { kms, state } = fakeKms();
  const wrapped = { old: await wrapNewKey(kms, KEY_ID, "old"), new: await wrapNewKey(kms, KEY_ID, "new") };
  const open = (current: string, keys: Readonly<Record<string, string>> = wrapped) =>
    openPayloads({ codecs: { encryption: { keys: kmsKeys({ kms, keyId: KEY_ID, current, wrapped: keys }) } } });
  return { open, state, wrapped };
}

describe("data keys that KMS wraps", () => {
  it("give all workers the same texts, and are unwrapped once in each", async () => {
    const { open, state } = await setUp();
    const [one, other] = [open("old"), open("old")];
    const sealed = await Promise.all([one.seal('"a"'), one.seal('"a"'), other.seal('"a"')]);
    expect(new Set(sealed).size).toBe(1);
    expect(sealed[0]).toContain("codec=aes256gcm:old ");
    expect(state.decrypts).toBe(2);
  });

  it("are rotated: what was written before is read with its own", async () => {
    const { open } = await setUp();
    const before = await open("old").seal('"a"');
    const now = open("new");
    await now.fetch([before]);
    expect(now.read(before)).toBe("a");
    expect(await now.seal('"a"')).toContain("codec=aes256gcm:new ");
    expect(await now.digestKeys()).toHaveLength(2);
  });

  it("fail for as long as KMS does, and no longer", async () => {
    const { open, state } = await setUp();
    const payloads = open("old");
    state.isDown = true;
    await expect(payloads.seal('"a"')).rejects.toMatchObject({
      code: "PAYLOAD_KEYS_FAILED",
      message: expect.stringContaining("service unavailable"),
    });
    state.isDown = false;
    expect(await payloads.seal('"a"')).toContain("sweft:enc:1");
  });

  it("are of no use under another id, and missed where they are not configured", async () => {
    const { open, wrapped } = await setUp();
    await expect(open("new", { new: wrapped.old }).seal('"a"')).rejects.toMatchObject({ code: "PAYLOAD_KEYS_FAILED" });
    const sealed = await open("old").seal('"a"');
    await expect(open("new", { new: wrapped.new }).fetch([sealed])).rejects.toMatchObject({
      code: "PAYLOAD_KEY_ID_UNKNOWN",
    });
  });
});
