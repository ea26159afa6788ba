/** What tells a new execution from every other. */
interface ExecutionIds {
  /** Its number in the store, one higher than the last. */
  readonly key: number;
  readonly runId: string;
}

/** Where the ids of executions and the keys of domains come from. */
export interface IdSource {
  nextExecution(): ExecutionIds;
  nextDomainKey(): number;
}

/**
 * Makes ids from a seed: equal seeds give equal ids in equal order.
 *
 * @param seed - Any text or number.
 * @param last - The keys that were given last, by this engine or one before it.
 */
export function seededIds(
  seed: string | number,
  { executionKey, domainKey }: { readonly executionKey: number; readonly domainKey: number },
): IdSource {
  let lastExecution = executionKey;
  let lastDomain = domainKey;
  return {
    nextExecution() {
      const key = ++lastExecution;
      return { key, runId: runIdOf(`${seed}/${key}`) };
    },
    nextDomainKey: () => ++lastDomain,
  };
}

/** Whether a text may be a run id that an engine has given. */
export function isRunId(text: string): boolean {
  return /^22[A-Za-z0-9+/]{43}=$/.test(text);
}

/** A run id in the real service's form: `22` and 32 bytes in base64, so with `+`, `/` and `=`. */
function runIdOf(seed: string): string {
  const next = sfc32(seed);
  const bytes = Buffer.allocUnsafe(32);
  for (let offset = 0; offset < 32; offset += 4) bytes.writeUInt32LE(next(), offset);
  return `22${bytes.toString("base64")}`;
}

/** Chris Doty-Humphrey's small fast counter: 128 bits of state, unsigned 32 bits a call. */
function sfc32(seed: string): () => number {
  let [a, b, c, counter] = [fnv1a(seed, 0), fnv1a(seed, 1), fnv1a(seed, 2), 1];
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 16; round++) next(); // mixes seeds that are alike
  return next;
}

function fnv1a(text: string, salt: number): number {
  let hash = 0x811c9dc5 ^ salt;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
