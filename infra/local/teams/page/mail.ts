import type { Reply } from '../../http.ts';
import type { LocalWorld } from '../../world.ts';

/**
 * The mail is shown in a frame of the page. It has its own styles, and can run and load nothing. Its links open in a window
 * of their own, as in a mail client.
 */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Answers `/api/mail/{number}` with an HTML mail of the outbox, as a document of its own. */
export function mailPage(world: LocalWorld, pathname: string): Reply {
  const [, number] = /^\/api\/mail\/(\d{1,9})$/.exec(pathname) ?? [];
  const mail = number === undefined ? undefined : world.sentMail[Number(number)];
  if (mail?.contentType !== 'HTML') return { status: 404, body: { error: 'not found' } };
  const body = mail.content.replace('<head>', '<head><base target="_blank">');
  return { status: 200, headers: HEADERS, body };
}
