/** No activity of Teams goes deeper. What does is left as it is: nothing reads it. */
const DEEPEST = 40;

/**
 * Returns the same JSON without its nulls. Some senders write null for a field that they could leave out. Arrays lose the
 * elements that are null.
 */
export function withoutNulls(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return value ?? undefined;
  if (Array.isArray(value)) return value.filter((one) => one !== null).map((one) => withoutNulls(one, depth + 1));
  const kept = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutNulls(one, depth + 1)]));
}
