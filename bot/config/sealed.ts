const MASK = '[secret]';

/**
 * Makes properties of an object readable by name only: JSON, console.log and inspect show `[secret]`, and a spread
 * copy does not have them.
 */
export function sealed<T extends object>(target: T, ...keys: readonly (keyof T)[]): T {
  const present = keys.filter((key) => target[key] !== undefined);
  for (const key of present) Object.defineProperty(target, key, { enumerable: false });
  const shown = () => ({ ...target, ...Object.fromEntries(present.map((key) => [key, MASK])) });
  Object.defineProperty(target, 'toJSON', { value: shown });
  Object.defineProperty(target, Symbol.for('nodejs.util.inspect.custom'), { value: shown });
  return target;
}
