import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { storeContract } from "@sweft/testing";
import type { Place } from "./support/place.ts";
import { openPlace } from "./support/place.ts";

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

describe("s3Store", () => {
  for (const { name, run } of storeContract({ open: () => place.store() })) it(name, run);
});
