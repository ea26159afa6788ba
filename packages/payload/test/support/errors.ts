/** Runs what must fail, and returns what it threw: code, message and path. */
export function thrown(run: () => unknown): { code?: string; message?: string; path?: string; cause?: unknown } {
  try {
    run();
  } catch (error) {
    return error as object;
  }
  throw new Error("expected a throw");
}

/** Awaits what must fail, and returns what it rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<ReturnType<typeof thrown>> {
  try {
    await promise;
  } catch (error) {
    return error as object;
  }
  throw new Error("expected a rejection");
}
