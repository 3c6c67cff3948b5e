import { statusClass, type Telemetry } from '../../ports/shared/telemetry.ts';

/** Each request to Graph, and for the token that it needs, by method and status; addresses hold ids and stay out. */
export function measuredFetch(telemetry: Telemetry, graphUrl: string, send: typeof fetch = fetch): typeof fetch {
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
