import { askOutside } from '../../ports/shared/ask-outside.ts';
import { statusClass, type Telemetry } from '../../ports/shared/telemetry.ts';

/** Measures each request to Graph and for Graph's token by method and status. Addresses hold ids, so they are left out. */
export function measuredFetch(telemetry: Telemetry, graphUrl: string, send: typeof fetch = askOutside): typeof fetch {
  return (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const method = (init?.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase();
    const service = address.startsWith(`${graphUrl}/`) ? 'graph' : 'login';
    return telemetry.measure('graph', { service, method, status: 'none' }, async (tell) => {
      const response = await send(input, init);
      tell({ status: statusClass(response.status) });
      return response;
    });
  };
}
