import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers";
import type { CallOptions, Engine, EngineApi, EngineOptions, VirtualClock } from "../../src/index.ts";
import { openEngine } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import type { Desk } from "../support/desk.ts";
import { openDesk } from "../support/desk.ts";

/** A desk on a store in a file, whose engine can be replaced by another that reads the file. */
export interface Restartable {
  readonly desk: Desk;
  /** The file of the present engine. */
  file(): string;
  /** Closes the engine and opens another, after so long and under other options, if some are given. */
  restart(downMs?: number, more?: EngineOptions): Promise<void>;
  /** Opens another engine, after so long, on what the files hold at this moment, as if the process had been killed. */
  kill(downMs?: number): Promise<void>;
}

/** Called with what each call was answered, or refused with. */
type Answered = (name: string, answer: unknown) => void;

type Method = (...parameters: unknown[]) => Promise<unknown>;

/** A poll that is given up at once is given up after the commit that would hand it a task. */
function given([input, options]: readonly unknown[]): readonly unknown[] {
  if ((options as CallOptions | undefined)?.abortSignal === undefined) return [input];
  const controller = new AbortController();
  setImmediate(() => setImmediate(() => controller.abort()));
  return [input, { abortSignal: controller.signal }];
}

/** Opens a desk on a file in a folder. All its engines have one clock. */
export async function openRestartable(
  folder: string,
  clock: VirtualClock,
  options: EngineOptions = {},
  answered: Answered = () => {},
): Promise<Restartable> {
  let generation = 0;
  let current: Engine | undefined;
  const file = () => join(folder, `${generation}.db`);

  function reopen(more: EngineOptions = {}): void {
    current = openEngine({ clock, seed: "desk", store: sqliteStore(file()), ...options, ...more });
  }

  const opened = await openDesk(
    { clock, ...options },
    {
      openStore: () => ({ store: sqliteStore(file()), remove() {} }),
      async openTransport(engine) {
        current = engine;
        // Whoever calls, calls the engine of the moment.
        const api = new Proxy({} as EngineApi, {
          get:
            (_, name: string) =>
            async (...parameters: unknown[]) => {
              const methods = current as unknown as Readonly<Record<string, Method>>; // called by their names alone
              try {
                const answer = await methods[name]?.(...given(parameters));
                answered(name, answer);
                return answer;
              } catch (error) {
                answered(name, String(error));
                throw error;
              }
            },
        });
        return { api, close: async () => current?.close() };
      },
    },
  );
  return {
    desk: { ...opened, clock },
    file,
    async restart(downMs = 0, more = {}) {
      await current?.close();
      await clock.advance(downMs);
      reopen(more);
    },
    async kill(downMs = 0) {
      const [from, killed] = [file(), current];
      generation++;
      for (const suffix of ["", "-wal"]) {
        if (existsSync(`${from}${suffix}`)) copyFileSync(`${from}${suffix}`, `${file()}${suffix}`);
      }
      await killed?.close();
      await clock.advance(downMs);
      reopen();
    },
  };
}
