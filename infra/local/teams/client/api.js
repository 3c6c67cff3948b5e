/** Calls the server of the page. */
async function call(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The local world answered ${response.status}.`);
  return response.json();
}

export const api = {
  state: async (oid) => (await fetch(`/api/state?as=${encodeURIComponent(oid ?? '')}`)).json(),
  message: (as, conversationId, text, mentioned, messageId) =>
    call('/api/message', { as, conversationId, text, mentioned, messageId }),
  invoke: (as, conversationId, messageId, name, value) =>
    call('/api/invoke', { as, conversationId, messageId, name, value }),
  signInResult: (as, conversationId, messageId, code) =>
    call('/api/sign-in-result', { as, conversationId, messageId, code }),
  search: (as, conversationId, words, code) => call('/api/search', { as, conversationId, words, code }),
  pick: (as, conversationId, index) => call('/api/pick', { as, conversationId, index }),
  control: (control, on, value = '') => call('/api/control', { control, on, value }),
  events: (as) => new EventSource(`/api/events?as=${encodeURIComponent(as)}`),
};
