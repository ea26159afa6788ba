import { Session } from "node:inspector";

/** The interpreter's own code, and not that of tests, of the stepper or of Node. */
const INTERPRETER = /packages\/workflow\/src\//;

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

/**
 * Counts what the interpreter does in each of some calls: how often its functions and their blocks run, loops turn by turn,
 * as V8 counts for coverage. Unlike time it hardly differs between machines and runs.
 */
export function workOf(...acts: readonly (() => unknown)[]): readonly number[] {
  const session = new Session();
  session.connect();
  const post = (method: string, params: object = {}): unknown => {
    let answer: unknown;
    session.post(method, params, (error, result) => {
      if (error !== null) throw error;
      answer = result;
    });
    return answer;
  };
  const take = (): number =>
    (post("Profiler.takePreciseCoverage") as Coverage).result
      .filter(({ url }) => INTERPRETER.test(url))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
      .reduce((sum, { count }) => sum + count, 0);
  try {
    post("Profiler.enable");
    post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    // What has run before counting began has optimized code that does not count: the first call is only for warming up.
    acts[0]?.();
    take();
    return acts.map((act) => {
      act();
      return take();
    });
  } finally {
    session.disconnect();
  }
}
