/** One line of an order. */
export interface Item {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitCents: number;
}

/** Who ordered. */
export interface Customer {
  readonly name: string;
  readonly email: string;
}

/** Where to. */
export interface Address {
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  /** Two letters, as in ISO 3166. */
  readonly country: string;
}

/** The currencies that the shop takes, all of them with cents. */
export const CURRENCIES = ["EUR", "USD", "GBP", "CHF", "SEK"] as const;

/** One of {@link CURRENCIES}. */
export type Currency = (typeof CURRENCIES)[number];

/** How many euro one unit of a currency is worth. */
export const EURO_RATES: Readonly<Record<Currency, number>> = { EUR: 1, USD: 0.92, GBP: 1.17, CHF: 1.06, SEK: 0.088 };

/** Orders of this much and more need a manager's word, in euro cents. */
export const APPROVAL_FROM_CENTS = 200_000;

/** How often a charge is tried before the order fails. */
export const CHARGE_ATTEMPTS = 5;

/** Steps at which a simulated customer may change their mind. */
export const CANCEL_STEPS = ["reserved", "approval", "shipping"] as const;

/** What a simulated manager may answer. */
export const APPROVALS = ["given", "denied", "late"] as const;

/** What the world outside does with an order: everything that the example's activities and people cannot know otherwise. */
export interface Simulation {
  /** The SKU that the warehouse has run out of. */
  readonly outOfStock?: string;
  /** 0 to 100; from 80 on the order is refused. Default: a low one, made of the order's id. */
  readonly riskScore?: number;
  /** How often the card network fails before it works: less often than a charge is tried. */
  readonly cardFailures?: number;
  /** Why the bank declines the card. */
  readonly cardDeclined?: string;
  /** What the manager answers about a large order. Default: nothing, which is late. */
  readonly approval?: (typeof APPROVALS)[number];
  /** Why the carrier cannot deliver. */
  readonly undeliverable?: string;
  /** The carrier's systems are down: no refusal, a failure. */
  readonly carrierDown?: boolean;
  /** The step at which the customer cancels. */
  readonly customerCancels?: (typeof CANCEL_STEPS)[number];
}

/** An order, as the file has it and as the workflow gets it. */
export interface Order {
  /** Also the workflow id. */
  readonly id: string;
  readonly customer: Customer;
  readonly address: Address;
  readonly currency: Currency;
  readonly items: readonly Item[];
  readonly express?: boolean;
  /** The size of the printed invoice: 1 to 2,000 kB. Default 2. */
  readonly documentKilobytes?: number;
  readonly simulate?: Simulation;
}

/** How an order ended, as its workflow tells it. */
export type Outcome =
  | { readonly status: "shipped"; readonly trackingNumber: string }
  | { readonly status: "refused" | "refunded"; readonly code: RefusalCode; readonly reason: string };

/** The reasons that are the business's own: an order that ends by one of them is refused, it does not fail. */
const REFUSALS = {
  ADDRESS_UNKNOWN: "The carrier cannot deliver to the address.",
  APPROVAL_DENIED: "A manager said no.",
  CARD_DECLINED: "The bank declined the card.",
  FRAUD_SUSPECTED: "The order looks like fraud.",
  LATE_APPROVAL: "No manager answered in time.",
  OUT_OF_STOCK: "The warehouse has not enough of an item.",
} as const;

/** Why an order was refused: a code of the table above. */
export type RefusalCode = keyof typeof REFUSALS;

/** The error with which activities and workflow refuse an order. */
export const refusal = (code: RefusalCode, message: string): Error => Object.assign(new Error(message), { code });

/** The refusal behind an error, which may be wrapped in those of the activity and the child workflow it came through. */
export function refusalOf(error: unknown): { readonly code: RefusalCode; readonly reason: string } | undefined {
  for (let at = error; typeof at === "object" && at !== null; at = (at as { readonly cause?: unknown }).cause) {
    const { code, message } = at as { readonly code?: unknown; readonly message?: unknown };
    if (typeof code === "string" && Object.hasOwn(REFUSALS, code)) {
      return { code: code as RefusalCode, reason: String(message) };
    }
  }
  return undefined;
}

/** What an order costs, in cents. */
export const totalCents = ({ items }: Order): number =>
  items.reduce((cents, { quantity, unitCents }) => cents + quantity * unitCents, 0);

/** An amount for people: `1,299.00 EUR`. */
export function money(cents: number, currency: Currency): string {
  const [whole = "", fraction] = (cents / 100).toFixed(2).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${fraction} ${currency}`;
}
