export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The object with other values in some of its fields. If nothing is another value, it is the same object, so that a walk
 * over a card copies only what it changes.
 */
export function changedFields(object: JsonObject, change: (value: unknown, name: string) => unknown): JsonObject {
  let copy: Record<string, unknown> | undefined;
  for (const name of Object.keys(object)) {
    const value = change(object[name], name);
    if (value === object[name]) continue;
    copy ??= { ...object };
    copy[name] = value;
  }
  return copy ?? object;
}

/** Does the same for a list. */
export function changedItems(items: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (const [index, item] of items.entries()) {
    const value = change(item);
    if (value === item) continue;
    copy ??= [...items];
    copy[index] = value;
  }
  return copy ?? items;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
