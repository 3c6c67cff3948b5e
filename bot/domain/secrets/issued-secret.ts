import type { ClientSecret } from '../shared/application.ts';

const MASK = '[secret]';

/**
 * The value of a new client secret. It prints, serialises, inspects and coerces as `[secret]`, and cannot be cloned
 * into a message or job: only `reveal()` yields it, called in one place, where the one message is composed.
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

/** What creation alone returns: the metadata, and the value for its one delivery. */
export interface IssuedSecret {
  readonly secret: ClientSecret;
  readonly value: SecretValue;
}
