import type { Step } from "./place.ts";

/**
 * What stands in the tree given to SuperJSON for a value it does not carry, or not exactly: a kind, and the data to make
 * the value again. In the text it is an ordinary object that SuperJSON's annotations mark as of class `sweft`.
 */
export class Box<Kind extends BoxKind = BoxKind> {
  readonly kind: Kind;
  readonly value: BoxData[Kind];

  constructor(kind: Kind, value: BoxData[Kind]) {
    this.kind = kind;
    this.value = value;
  }
}

/** The name of {@link Box} in texts. */
export const BOX = "sweft";

/** What each kind of box holds. Texts live as long as histories: kinds may be added, never changed. */
export interface BoxData {
  /** The value that stands at these steps from the root: a cycle, or an object that occurs twice. */
  readonly ref: readonly Step[];
  /** An object with keys that SuperJSON refuses: `__proto__`, `constructor`, `prototype`. */
  readonly object: readonly (readonly [string, unknown])[];
  /** An array with holes: its length, and what it does hold. */
  readonly sparse: { readonly length: number; readonly items: readonly (readonly [number, unknown])[] };
  /** A Date that is no date. */
  readonly invalidDate: null;
  readonly bytes: { readonly type: string; readonly base64: string };
  readonly error: ErrorData;
  /** An instance of a class the user named. */
  readonly class: { readonly name: string; readonly data: unknown };
}

export type BoxKind = keyof BoxData;

/** An error, in pieces. */
export interface ErrorData {
  /** The built-in class it comes from: `Error`, `TypeError`, … */
  readonly type: string;
  /** The name of its own class, for readers of the history, and to find the class if it was named to the serializer. */
  readonly class?: string;
  readonly name: string;
  readonly stack?: string;
  /** Own properties that show: `code`, … */
  readonly fields: readonly (readonly [string, unknown])[];
  /** Own properties that do not: `message`, `cause`, `errors`. */
  readonly hidden: readonly (readonly [string, unknown])[];
  /** Fields that could not be carried, and why. A failure must be reported whatever its error drags along. */
  readonly omitted?: readonly string[];
}
