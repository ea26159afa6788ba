import type { ClassTable } from "./classes.ts";
import type { Place, Step } from "./place.ts";

/** A value being taken apart, as its kinds see it. */
export interface Writing {
  readonly classes: ClassTable;
  /** The tree for a value found at `place`. */
  at(value: unknown, place: Place): unknown;
  /** Runs a part of the walk; if it throws, what it saw counts as never seen. */
  undoing<T>(part: () => T): T;
  /** Runs a part that makes the data of `value`, in which `value` itself cannot occur. */
  converting<T>(value: object, part: () => T): T;
}

/** A value being put together, as its kinds see it. */
export interface Reading {
  readonly classes: ClassTable;
  /** The value for a part of the tree. */
  at(node: unknown): unknown;
  /** The part of the tree that stands `steps` below its root. */
  find(steps: readonly Step[]): unknown;
}
