/** A system of a partner organisation, which signs in as an application with one of its secrets. */
export interface LocalSystem {
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  /** The API that it calls, which nobody runs here. */
  readonly resource: string;
  /** The value that it signs in with. The page never gets it. */
  value: string;
  /** Its last attempt. `code`: the AADSTS number; 0 if it succeeded. */
  last: { readonly at: Date; readonly code: number } | undefined;
}
