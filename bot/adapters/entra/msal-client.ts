import type { ConfidentialClientApplication } from '@azure/msal-node';
import type { ClientSettings, MsalOptions } from './msal.ts';

/** Returns the one client of these settings. msal is loaded, and the client is made, when it is first asked for. */
export function msalClient(
  settings: ClientSettings,
  options?: MsalOptions,
): () => Promise<ConfidentialClientApplication> {
  let made: Promise<ConfidentialClientApplication> | undefined;
  const make = async () => {
    const { createMsalClient } = await import('./msal.ts');
    return createMsalClient(settings, options);
  };
  return () => {
    made ??= make().catch((cause: unknown) => {
      // The next one who asks tries again.
      made = undefined;
      throw cause;
    });
    return made;
  };
}
