/**
 * Opens the popup in which teams-js runs, and does the host's part: it answers the page's `initialize` and waits for
 * `authentication.authenticate.success` or `.failure`. It listens only to the popup, on the origin of the link.
 * Resolves with the result, or null if the popup was closed without one.
 */
export function openSignIn(link) {
  const url = new URL(link);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return Promise.resolve(null);
  const popup = window.open(url.href, '_blank', 'popup,width=520,height=680');
  if (!popup) return Promise.resolve(null);
  return new Promise((resolve) => {
    const finish = (result) => {
      clearInterval(watch);
      removeEventListener('message', hear);
      resolve(result);
    };
    const hear = (event) => {
      if (event.source !== popup || event.origin !== url.origin || typeof event.data?.func !== 'string') return;
      const { func, args } = event.data;
      if (func === 'initialize') answer(popup, url.origin, event.data);
      if (func === 'authentication.authenticate.success') finish(typeof args?.[0] === 'string' ? args[0] : '');
      if (func === 'authentication.authenticate.failure') finish(null);
    };
    const watch = setInterval(() => popup.closed && finish(null), 300);
    addEventListener('message', hear);
  });
}

/** The frame context, the kind of host, what the host can do, and the newest teams-js that it knows. */
function answer(popup, origin, request) {
  const runtime = { apiVersion: 4, hostVersionsInfo: {}, isLegacyTeams: false, supports: {} };
  const args = ['authentication', 'web', JSON.stringify(runtime), '2.58.0'];
  popup.postMessage({ id: request.id, uuidAsString: request.uuidAsString, args }, origin);
}
