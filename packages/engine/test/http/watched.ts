import type { CallOptions, Engine } from "../../src/index.ts";

/** Counts the polls that the engine has taken, and those that ended by an abort. */
export function watched() {
  const counts = { waiting: 0, aborted: 0 };
  const changed: (() => void)[] = [];
  const change = () => {
    for (const each of changed.splice(0)) each();
  };
  const wrap = (engine: Engine): Engine => {
    const poll =
      <Input, Answer>(of: (input: Input, options?: CallOptions) => Promise<Answer>) =>
      async (input: Input, options?: CallOptions) => {
        counts.waiting++;
        change();
        try {
          return await of(input, options);
        } catch (error) {
          counts.aborted++;
          throw error;
        } finally {
          counts.waiting--;
          change();
        }
      };
    const api: Engine = {
      ...engine,
      pollForDecisionTask: poll(engine.pollForDecisionTask),
      pollForActivityTask: poll(engine.pollForActivityTask),
    };
    return Object.assign(api, { world: () => api });
  };
  const until = async (what: Partial<typeof counts>): Promise<void> => {
    const isSo = () => Object.entries(what).every(([name, count]) => counts[name as keyof typeof counts] === count);
    while (!isSo()) await new Promise<void>((resolve) => changed.push(resolve));
  };
  return { counts, wrap, until };
}
