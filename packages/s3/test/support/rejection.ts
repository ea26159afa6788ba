/** Awaits what must fail, and returns what it rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<{
  readonly code?: string;
  readonly name?: string;
  readonly message: string;
  readonly cause?: unknown;
}> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("expected a rejection");
}
