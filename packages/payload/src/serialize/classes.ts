import { PayloadError } from "../errors.ts";

/** Any class. */
export type Class<T = unknown> = abstract new (...args: never[]) => T;

/** How instances of a class become data and back, where their own enumerable properties do not say all. */
export interface ClassCodec<T = unknown> {
  readonly type: Class<T>;
  /** The data: anything the serializer carries. */
  toData(value: T): unknown;
  /** The instance again. */
  fromData(data: unknown): T;
}

/** Classes by the names they have in texts. Names must outlive the histories that hold them. */
export type Classes = Readonly<Record<string, Class | ClassCodec>>;

/** How one class is written and read. */
interface ClassEntry {
  readonly name: string;
  readonly prototype: object;
  readonly codec: ClassCodec | undefined;
}

/** Finds classes by instance and by name. */
export interface ClassTable {
  ofInstance(value: object): ClassEntry | undefined;
  ofName(name: string): ClassEntry | undefined;
}

/** Only these tell a class from a codec at runtime, and a class made without `new` is no class. */
function entryOf(name: string, given: Class | ClassCodec): ClassEntry {
  const codec = typeof given === "function" ? undefined : given;
  const type: unknown = codec ? codec.type : given;
  const prototype: unknown = typeof type === "function" ? type.prototype : undefined;
  if (typeof prototype === "object" && prototype !== null) return { name, prototype, codec };
  throw new PayloadError(
    "PAYLOAD_OPTION_INVALID",
    `superjsonSerializer: classes.${name} is no class; write { ${name} }, or { ${name}: { type: ${name}, toData, fromData } }.`,
  );
}

/**
 * @throws {PayloadError} `PAYLOAD_OPTION_INVALID` for what is no class.
 */
export function classTable(classes: Classes): ClassTable {
  const entries = Object.entries(classes).map(([name, given]) => entryOf(name, given));
  const byPrototype = new Map(entries.map((entry) => [entry.prototype, entry]));
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    ofInstance: (value) => byPrototype.get(Object.getPrototypeOf(value)),
    ofName: (name) => byName.get(name),
  };
}
