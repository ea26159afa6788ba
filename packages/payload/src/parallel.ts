/**
 * Runs a task for each item, a bounded number of them at once. All run to their end; then the first failure is thrown.
 *
 * @param items - What to work on.
 * @param atOnce - How many tasks may run at a time, at least 1.
 * @param task - What to do with one.
 */
export async function parallel<T>(items: Iterable<T>, atOnce: number, task: (item: T) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  const queue = items[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      await task(next.value).catch((error: unknown) => void failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  if (failures.length > 0) throw failures[0];
}
