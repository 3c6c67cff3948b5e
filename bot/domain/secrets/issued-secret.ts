import type { ClientSecret } from '../shared/application.ts';

const MASK = '[secret]';

/**
 * The value of a new client secret. It is printed, serialised, inspected and coerced as `[secret]`, and cannot be
 * cloned into a message or job. Only `reveal()` returns the value, and only the function that composes the one message
 * calls it.
 */
export class SecretValue {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.toPrimitive](): string {
    return MASK;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK;
  }
}

/** What only a creation returns: the metadata, and the value for its one delivery. */
export interface IssuedSecret {
  readonly secret: ClientSecret;
  readonly value: SecretValue;
}
