import { describe, expect, it } from "@jest/globals";
import type { ClassCodec } from "../../src/index.ts";
import { superjsonSerializer } from "../../src/index.ts";
import { thrown } from "../support/errors.ts";

class Money {
  readonly cents: number;
  readonly at: Date;
  constructor(cents: number, at: Date) {
    if (at === undefined) throw new Error("made without arguments");
    this.cents = cents;
    this.at = at;
  }
  get euros(): number {
    return this.cents / 100;
  }
}

/** What its properties do not show. */
class Secret {
  readonly #value: unknown;
  constructor(value: unknown) {
    this.#value = value;
  }
  reveal(): unknown {
    return this.#value;
  }
}

const secretCodec: ClassCodec<Secret> = {
  type: Secret,
  toData: (secret) => ({ inner: secret.reveal() }),
  fromData: (data) => new Secret((data as { inner: unknown }).inner),
};

const superjson = superjsonSerializer({ classes: { Money, Secret: secretCodec } });
const back = <T>(value: T): T => superjson.deserialize(superjson.serialize(value)) as T;

describe("superjsonSerializer({ classes })", () => {
  it("brings back instances by their own properties, without calling the constructor", () => {
    const read = back([new Money(1250, new Date(5))])[0] as Money;
    expect(read).toBeInstanceOf(Money);
    expect(read.euros).toBe(12.5);
    expect(read.at).toEqual(new Date(5));
  });

  it("brings back instances by their codec, with data of all kinds in it", () => {
    const read = back({ secret: new Secret(new Map([["a", new Money(1, new Date(5))]])) });
    expect(read.secret.reveal()).toEqual(new Map([["a", new Money(1, new Date(5))]]));
  });

  it("keeps one instance one, and cycles through instances", () => {
    const node = Object.assign(new Money(1, new Date(5)), { self: undefined as unknown });
    node.self = node;
    const secret = new Secret(node);
    const read = back([node, secret, secret] as const);
    expect(read[0].self).toBe(read[0]);
    expect(read[1]).toBe(read[2]);
    expect(read[1].reveal()).toBe(read[0]);
  });

  it("carries an instance that leads back to what holds it, and refuses one that leads back to itself", () => {
    const loop: Secret[] = [];
    loop.push(new Secret(loop));
    const read = back(loop);
    expect(read[0]?.reveal()).toBe(read);
    const inner: { secret?: Secret } = {};
    inner.secret = new Secret(inner);
    const error = thrown(() => superjson.serialize(inner.secret, "args"));
    expect(error.message).toBe("args.toData().inner.secret contains itself; give toData an id instead.");
  });

  it("uses the name it was given, which a minifier cannot change", () => {
    const named = superjsonSerializer({ classes: { "billing.Money": Money } });
    const text = named.serialize(new Money(1, new Date(5)));
    expect(text).toContain('"name":"billing.Money"');
    expect(named.deserialize(text)).toBeInstanceOf(Money);
  });

  it("refuses an instance of a subclass that was not named", () => {
    class Cents extends Money {}
    expect(thrown(() => superjson.serialize(new Cents(1, new Date(5)))).message).toContain("is an instance of Cents");
  });

  it("refuses a class with more in it than properties, unless it has a codec", () => {
    class Index extends Map<string, number> {}
    const error = thrown(() => superjsonSerializer({ classes: { Index } }).serialize([new Index([["a", 1]])]));
    expect(error.message).toBe(
      "value[0] is an instance of Index, which holds more than its properties; name its class with { type, toData, fromData }.",
    );
    const codec: ClassCodec<Index> = { type: Index, toData: (i) => [...i], fromData: (d) => new Index(d as []) };
    const withCodec = superjsonSerializer({ classes: { Index: codec } });
    const read = withCodec.deserialize(withCodec.serialize(new Index([["a", 1]]))) as Index;
    expect(read).toBeInstanceOf(Index);
    expect(read.get("a")).toBe(1);
  });

  it("refuses names for what is no class", () => {
    const classes = { Money: 5 as unknown as typeof Money };
    const error = thrown(() => superjsonSerializer({ classes }));
    expect(error.code).toBe("PAYLOAD_OPTION_INVALID");
    expect(error.message).toMatch(/^superjsonSerializer: classes\.Money is no class; write \{ Money \}/);
  });

  it("reports what a codec throws while reading", () => {
    const codec: ClassCodec<Secret> = { ...secretCodec, fromData: () => fail() };
    const error = thrown(() =>
      superjsonSerializer({ classes: { Secret: codec } }).deserialize(superjson.serialize(new Secret(1))),
    );
    expect(error.code).toBe("PAYLOAD_UNREADABLE");
    expect(error.cause).toMatchObject({ message: "older version" });
  });
});

function fail(): never {
  throw new Error("older version");
}
