import { afterEach, describe } from "@jest/globals";
import type { EngineOptions } from "../../src/index.ts";
import { BACKENDS } from "./backends.ts";
import type { Desk } from "./desk.ts";
import { openDesk } from "./desk.ts";

/** Opens a desk on the backend under test; it is closed after the test. */
export type OpenDesk = (options?: EngineOptions) => Promise<Desk>;

/** A suite that every backend must pass: each store, in process and through the AWS client over HTTP. */
export function contract(name: string, suite: (openDesk: OpenDesk) => void): void {
  for (const [backendName, backend] of BACKENDS) {
    describe(`${name} (${backendName})`, () => {
      const opened: Desk[] = [];
      afterEach(async () => {
        for (const desk of opened.splice(0)) await desk.close();
      });
      suite(async (options) => {
        const desk = await openDesk(options, backend);
        opened.push(desk);
        return desk;
      });
    });
  }
}
