import { askOutside, type Send } from '../../ports/shared/ask-outside.ts';
import { statusClass, type Telemetry } from '../../ports/shared/telemetry.ts';

/** Measures each request to Graph and for Graph's token by method and status. Addresses hold ids, so they are left out. */
export function measuredSend(telemetry: Telemetry, graphUrl: string, send: Send = askOutside): Send {
  return (url, question) => {
    const method = (question?.method ?? 'GET').toUpperCase();
    const service = String(url).startsWith(`${graphUrl}/`) ? 'graph' : 'login';
    return telemetry.measure('graph', { service, method, status: 'none' }, async (tell) => {
      const response = await send(url, question);
      tell({ status: statusClass(response.status) });
      return response;
    });
  };
}
