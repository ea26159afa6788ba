import type { PayloadSerializer } from "../../src/index.ts";

/** What only its own serializer carries: its content shows in no property. */
export class Sheet {
  readonly #rows: readonly string[];

  constructor(...rows: string[]) {
    this.#rows = rows;
  }

  get rows(): readonly string[] {
    return this.#rows;
  }
}

/** A serializer of a user's own: an object with two methods. */
export const sheets: PayloadSerializer = {
  name: "sheets",
  arity: "one",
  serialize(value, name) {
    if (value instanceof Sheet) return value.rows.join("|");
    throw new TypeError(`${name} is no sheet`);
  },
  deserialize: (text) => new Sheet(...text.split("|")),
};

/** One that carries lists, and reverses its texts so that nobody else can read them. */
export const reversed: PayloadSerializer = {
  serialize: (value) => [...JSON.stringify(value)].reverse().join(""),
  deserialize: (text) => JSON.parse([...text].reverse().join("")),
};
