/** How a figure was taken: enough samples for a median, each long enough for the clock. */
export interface Effort {
  /** Counted samples. Default 7. */
  readonly samples?: number;
  /** Least length of a sample. Default 150 ms. */
  readonly sampleMs?: number;
}

const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("median of nothing");
  return middle;
}

/**
 * Times several things that are to be compared, in turn, so that a noisy moment of the machine meets them all.
 *
 * @returns Median milliseconds of one call, by name.
 */
export function compare<Name extends string>(
  things: Readonly<Record<Name, () => unknown>>,
  { samples = 7, sampleMs = 150 }: Effort = {},
): Record<Name, number> {
  const names = Object.keys(things) as Name[];
  const calls = new Map(names.map((name) => [name, callsFor(things[name], sampleMs)]));
  const taken = new Map(names.map((name): [Name, number[]] => [name, []]));
  for (let sample = 0; sample < samples; sample++) {
    for (const name of names) taken.get(name)?.push(timeOf(things[name], calls.get(name) ?? 1));
  }
  return Object.fromEntries(names.map((name) => [name, median(taken.get(name) ?? [])])) as Record<Name, number>;
}

/** Warms up, and finds out how many calls fill a sample. */
function callsFor(thing: () => unknown, sampleMs: number): number {
  for (let i = 0; i < 3; i++) thing();
  const start = nowMs();
  let calls = 0;
  while (nowMs() - start < sampleMs) {
    thing();
    calls++;
  }
  return calls;
}

function timeOf(thing: () => unknown, calls: number): number {
  const start = nowMs();
  for (let i = 0; i < calls; i++) thing();
  return (nowMs() - start) / calls;
}

/** As {@link compare}, for things that answer later. A sample awaits one call after another. */
export async function compareLater<Name extends string>(
  things: Readonly<Record<Name, () => Promise<unknown>>>,
  { samples = 7, sampleMs = 150 }: Effort = {},
): Promise<Record<Name, number>> {
  const names = Object.keys(things) as Name[];
  const taken = new Map(names.map((name): [Name, number[]] => [name, []]));
  // The first round warms up.
  for (let sample = 0; sample <= samples; sample++) {
    for (const name of names) {
      const ms = await sampleOf(things[name], sampleMs);
      if (sample > 0) taken.get(name)?.push(ms);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(taken.get(name) ?? [])])) as Record<Name, number>;
}

async function sampleOf(thing: () => Promise<unknown>, sampleMs: number): Promise<number> {
  const start = nowMs();
  let calls = 0;
  while (nowMs() - start < sampleMs) {
    await thing();
    calls++;
  }
  return (nowMs() - start) / calls;
}
