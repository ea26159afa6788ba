import type { SealOptions } from "@sweft/payload";
import type { PayloadFormat } from "@sweft/workflow";

/** What a declaration says of where a text goes: the store of what is too long, or that it stays plain. */
export function declaredOf({ store, plain }: PayloadFormat = {}): Pick<SealOptions, "store" | "plain"> {
  return { ...(store !== undefined && { store }), ...(plain !== undefined && { plain }) };
}
