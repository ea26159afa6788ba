import * as client from "@aws-sdk/client-swf";
import type { OperationName } from "../../src/index.ts";

/** A shape of the service's model, as the requests have it. */
export type Shape =
  | { readonly kind: "string" | "number" | "boolean" | "timestamp" }
  | { readonly kind: "list"; readonly member: Shape }
  | { readonly kind: "structure"; readonly members: Readonly<Record<string, Shape>> };

type Schema = number | (() => Schema) | readonly unknown[];

const SIMPLE: Readonly<Record<number, Shape>> = {
  0: { kind: "string" },
  1: { kind: "number" },
  2: { kind: "boolean" },
  4: { kind: "timestamp" },
};

/** What the client adds to a simple schema to say a list of it. */
const LIST = 64;

/** The input of an operation, as the AWS client itself declares it. */
export function inputShape(operation: OperationName): Shape {
  const schemas = client as unknown as Readonly<Record<string, readonly unknown[] | undefined>>; // its schemas are no part of its types
  return shapeOf(schemas[`${operation}$`]?.[4] as Schema);
}

function shapeOf(schema: Schema): Shape {
  if (typeof schema === "function") return shapeOf(schema());
  if (typeof schema === "number") {
    if ((schema & LIST) !== 0) return { kind: "list", member: shapeOf(schema & ~LIST) };
    const simple = SIMPLE[schema];
    if (simple === undefined) throw new Error(`The client has a schema that is not known here: ${schema}`);
    return simple;
  }
  const [kind, , , , second, third] = schema;
  if (kind === 1) return { kind: "list", member: shapeOf(second as Schema) };
  if (kind !== 3) return shapeOf(schema[0] as Schema); // a member with traits
  const names = second as readonly string[];
  const members = third as readonly Schema[];
  return {
    kind: "structure",
    members: Object.fromEntries(names.map((name, at) => [name, shapeOf(members[at] as Schema)])),
  };
}

/** A value that has the types of a shape, if not its rules. */
function sample(shape: Shape): unknown {
  if (shape.kind === "list") return [sample(shape.member)];
  if (shape.kind === "structure") {
    return Object.fromEntries(Object.entries(shape.members).map(([name, member]) => [name, sample(member)]));
  }
  return { string: "1", number: 1, boolean: true, timestamp: 1_700_000_000 }[shape.kind];
}

const VALUES = { string: "x", number: 7, boolean: true, list: [], structure: {}, timestamp: 7 };

/** The sample of a shape with one value of another type, for every place and every other type; and where it stands. */
export function mistyped(shape: Shape): readonly { readonly at: string; readonly value: unknown }[] {
  const own = Object.entries(VALUES)
    .filter(([kind]) => kind !== shape.kind && typeof VALUES[shape.kind] !== typeof VALUES[kind as keyof typeof VALUES])
    .map(([kind, value]) => ({ at: `: ${kind}`, value: value as unknown }));
  const lists = shape.kind === "structure" ? [{ at: ": list", value: [] }] : [];
  if (shape.kind === "list") {
    const inner = mistyped(shape.member).map(({ at, value }) => ({ at: `[0]${at}`, value: [value] }));
    return [...own, { at: ": structure", value: {} }, ...inner];
  }
  if (shape.kind !== "structure") return own;
  const whole = sample(shape) as Readonly<Record<string, unknown>>;
  const inner = Object.entries(shape.members).flatMap(([name, member]) =>
    mistyped(member).map(({ at, value }) => ({ at: `.${name}${at}`, value: { ...whole, [name]: value } })),
  );
  return [...own, ...lists, ...inner];
}
