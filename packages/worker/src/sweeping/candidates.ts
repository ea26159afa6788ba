import type { PayloadStore, StoredObject } from "@sweft/payload";

/** An object that may be garbage. */
export interface Candidate extends StoredObject {
  readonly store: PayloadStore;
  /** What the keys of its execution begin with, with the prefix. */
  readonly place: string;
  /** The same without the prefix. */
  readonly folder: string;
}

/**
 * Objects that may be garbage. They leave by their owner, if the service knows that, and by references; what is left at the end
 * is garbage.
 */
export class Candidates {
  readonly #byFolder = new Map<string, Set<Candidate>>();
  readonly #byKey = new Map<string, Candidate[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(candidate: Candidate): void {
    const inFolder = this.#byFolder.get(candidate.folder) ?? new Set();
    this.#byFolder.set(candidate.folder, inFolder.add(candidate));
    const ofKey = this.#byKey.get(candidate.key);
    if (ofKey === undefined) this.#byKey.set(candidate.key, [candidate]);
    else ofKey.push(candidate);
    this.#size++;
  }

  /** The service knows an execution: all that is in its folder is its own. Returns how many left. */
  dropFolder(folder: string): number {
    const dropped = this.#byFolder.get(folder);
    if (dropped === undefined) return 0;
    for (const { key } of dropped) this.#byKey.delete(key);
    this.#byFolder.delete(folder);
    this.#size -= dropped.size;
    return dropped.size;
  }

  /**
   * Somebody refers to an object. It leaves from all stores: whoever sweeps may have opened one by another name than the workers
   * did, and would delete what they read. Returns how many left.
   */
  dropObject(key: string): number {
    const dropped = this.#byKey.get(key) ?? [];
    this.#byKey.delete(key);
    for (const candidate of dropped) this.#byFolder.get(candidate.folder)?.delete(candidate);
    this.#size -= dropped.length;
    return dropped.length;
  }

  /** What is left, by place and store. */
  *places(): Generator<readonly Candidate[]> {
    const places = new Map<PayloadStore, Map<string, Candidate[]>>();
    for (const inFolder of this.#byFolder.values()) {
      for (const candidate of inFolder) {
        const { store, place } = candidate;
        const ofStore = places.get(store) ?? new Map<string, Candidate[]>();
        const inPlace = ofStore.get(place);
        if (inPlace === undefined) ofStore.set(place, [candidate]);
        else inPlace.push(candidate);
        places.set(store, ofStore);
      }
    }
    for (const ofStore of places.values()) yield* ofStore.values();
  }

  clear(): void {
    this.#byFolder.clear();
    this.#byKey.clear();
    this.#size = 0;
  }
}
