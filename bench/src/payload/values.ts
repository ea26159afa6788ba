/** A value of the benchmark. */
export interface Sample {
  readonly name: string;
  readonly value: unknown;
  /** Whether plain JSON carries it. */
  readonly isPlain: boolean;
}

const at = new Date("2026-01-31T09:00:00.250Z");

/** What most steps pass: a few fields. */
const small = { orderId: "order-17", cents: 4200, isGift: false, note: "x".repeat(24) };

/** A list of records, as a page of a search or the lines of an order. */
const records = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `item-${i}`,
    cents: 100 + i,
    inStock: i % 3 !== 0,
    tags: ["new", `shelf ${i % 40}`],
    size: { width: i / 7, height: 12 },
    note: null,
  }));

/** What plain JSON does not carry. */
const rich = (count: number) => ({
  at,
  total: 4200n,
  prices: new Map(records(count).map(({ id, cents }) => [id, cents])),
  tags: new Set(["new", "blue"]),
  home: new URL("https://example.com/orders/17"),
  left: undefined,
  items: records(count).map(({ id, cents }) => ({ id, cents, at })),
});

/** The values to be written and read, from small to large. */
export const SAMPLES: readonly Sample[] = [
  { name: "small", value: [small], isPlain: true },
  { name: "page", value: records(20), isPlain: true },
  { name: "100 kB", value: records(880), isPlain: true },
  { name: "100 kB text", value: "Lorem ipsum dolor sit amet. ".repeat(3_600), isPlain: true },
  { name: "100 kB numbers", value: Array.from({ length: 12_000 }, (_, i) => i * 1.5), isPlain: true },
  { name: "rich small", value: rich(1), isPlain: false },
  { name: "rich page", value: rich(20), isPlain: false },
  { name: "rich 100 kB", value: rich(900), isPlain: false },
];
