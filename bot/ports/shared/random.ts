/** Unguessable values and their hashes. */
export interface Random {
  /** 256 bits, base64url. */
  token(): string;
  /** Lower-case GUID. */
  id(): string;
  /** Six digits, uniformly distributed. */
  code(): string;
  /** Hex SHA-256. */
  hash(text: string): string;
}
