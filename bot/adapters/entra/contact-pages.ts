import type { Contact } from '../../domain/messages/contact.ts';
import type { Guidance } from '../../domain/shared/guidance.ts';
import { plainText } from '../../domain/shared/text.ts';
import type { ContactLinks } from '../../ports/messages/contact-links.ts';
import type { BrowserPages, PageAnswer, PageRequest } from '../../ports/shared/browser-pages.ts';
import type { Log } from '../../ports/shared/log.ts';
import type { Random } from '../../ports/shared/random.ts';
import type { LinkTokens } from '../../ports/sign-in/link-tokens.ts';
import { contactAnswer, contactHeaders, htmlAnswer } from './answer.ts';
import { contactPage } from './html.ts';

const PREFIX = '/contact/';
/** Seconds. */
const RETRY_AFTER = '10';

interface ContactPagesDeps {
  /** `publicUrl`: no trailing slash. */
  readonly settings: { readonly publicUrl: string; readonly guidance: Guidance };
  readonly contacts: ContactLinks;
  readonly links: LinkTokens;
  readonly random: Pick<Random, 'id'>;
  readonly log: Log;
}

/**
 * The page on which the holder of a designated contact's address says yes or no. Scanners of mail open links, so that only
 * a form changes something. All links that cannot be used get one and the same answer. See decision 0034.
 */
export function createContactPages(deps: ContactPagesDeps): BrowserPages {
  const { publicUrl, guidance } = deps.settings;
  const shared = contactHeaders(publicUrl);
  const busy = contactAnswer('contact-busy', guidance, { headers: { 'Retry-After': RETRY_AFTER } });
  return {
    async handle(request) {
      if (!request.path.startsWith(PREFIX)) return undefined;
      const answer = await answerTo(deps, request).catch((error: unknown) => fault(deps, error));
      const body = request.method === 'HEAD' ? '' : answer.body;
      return { status: answer.status, headers: { ...shared, ...answer.headers }, body };
    },
    sortOf: ({ path }) => {
      const text = path.slice(PREFIX.length);
      return deps.links.seemsGenuine('contact', text) ? { kind: 'genuine', text } : { kind: 'made-up' };
    },
    busy: () => ({ ...busy, headers: { ...shared, ...busy.headers } }),
  };
}

async function answerTo(
  { contacts, settings: { guidance } }: ContactPagesDeps,
  { method, path, form }: PageRequest,
): Promise<PageAnswer> {
  const token = path.slice(PREFIX.length);
  if (method === 'HEAD') return { status: 200, headers: { 'Content-Type': 'text/html' }, body: '' };
  const answer = method === 'POST' ? form?.get('answer') : undefined;
  const isPress = answer === 'confirm' || answer === 'refuse';
  const contact = isPress ? await contacts[answer](token) : await contacts.find(token);
  if (contact === undefined) return contactAnswer('contact-dead', guidance);
  if (!isPress) return htmlAnswer(200, contactPage(questionOf(contact)));
  return contactAnswer(answer === 'confirm' ? 'contact-confirmed' : 'contact-refused', guidance);
}

function questionOf({ address, organisation, addedBy }: Contact) {
  return { address, organisation: plainText(organisation.name), addedBy: plainText(addedBy.name) };
}

function fault({ settings, random, log }: ContactPagesDeps, error: unknown): PageAnswer {
  const reference = random.id();
  log.error('contact page failed', { reference }, error);
  return contactAnswer('contact-fault', settings.guidance, { reference });
}

/** Pages of several kinds as one. The first is asked about what is below none of the others' addresses. */
export function joinPages(first: BrowserPages, contacts: BrowserPages): BrowserPages {
  const pagesOf = (path: string) => (path.startsWith(PREFIX) ? contacts : first);
  return {
    handle: (request) => pagesOf(request.path).handle(request),
    sortOf: (request) => pagesOf(request.path).sortOf(request),
    busy: (path) => pagesOf(path).busy(path),
  };
}
