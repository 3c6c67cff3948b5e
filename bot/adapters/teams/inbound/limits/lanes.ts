/**
 * Work for one key, at most `width` of it at the same time: the rest waits for its turn, in its order. Somebody who sends
 * many turns at once so takes the places of nobody else.
 */
export function createLanes(width: number): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const waiting = new Map<string, (() => void)[]>();
  const underWay = new Map<string, number>();
  const enter = (key: string): Promise<void> | undefined => {
    const count = underWay.get(key) ?? 0;
    if (count < width) {
      underWay.set(key, count + 1);
      return undefined;
    }
    return new Promise((resolve) => waiting.set(key, [...(waiting.get(key) ?? []), resolve]));
  };
  const leave = (key: string): void => {
    const [next, ...others] = waiting.get(key) ?? [];
    if (others.length > 0) waiting.set(key, others);
    else waiting.delete(key);
    // The place goes to the next one, so that the number of those under way stays.
    const count = (underWay.get(key) ?? 1) - 1;
    if (next !== undefined) next();
    else if (count === 0) underWay.delete(key);
    else underWay.set(key, count);
  };
  return async (key, work) => {
    const place = enter(key);
    if (place !== undefined) await place;
    try {
      return await work();
    } finally {
      leave(key);
    }
  };
}
