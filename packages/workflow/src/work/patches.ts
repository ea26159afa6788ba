/** The marker that says that a run has taken new code. */
export const PATCH_MARKER = "sweft.patch";

/** Which changes of the code a run has taken. */
export class Patches {
  /** By patch id: fixed by the first question about each. */
  readonly taken = new Map<string, boolean>();
  /** Keys of markers that stand further on in the history. */
  readonly #ahead = new Set<string>();

  /** A marker was found by looking ahead. */
  expects(key: string): void {
    this.#ahead.add(key);
  }

  /**
   * The history has come to a marker: was it expected? Those are not matched in the order asked, so that a `deprecatePatch`
   * may stand anywhere before the place where `patched` stood.
   */
  meets(key: string | undefined): boolean {
    return key !== undefined && this.#ahead.delete(key);
  }
}
