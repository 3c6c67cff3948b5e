import { beforeEach, describe, expect, it } from 'vitest';
import { createContactPages, joinPages } from '../../../../bot/adapters/entra/contact-pages.ts';
import { createLinkTokens } from '../../../../bot/adapters/node/link-tokens.ts';
import { createRandom } from '../../../../bot/adapters/node/random.ts';
import type { Contact } from '../../../../bot/domain/messages/contact.ts';
import type { ContactLinks } from '../../../../bot/ports/messages/contact-links.ts';
import type { BrowserPages } from '../../../../bot/ports/shared/browser-pages.ts';
import { createTestLedger } from '../../../ledger/test-ledger.ts';
import { recordingLog } from './recording-log.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
const random = createRandom();
const HOSTILE = '<img src=x onerror=alert(1)>"\u202E';
const CONTACT: Contact = {
  ...{ id: 'c', organisation: { kind: 'organisation', key: 'nl/matchwell', name: `Matchwell ${HOSTILE}` } },
  ...{
    address: "o'brien&co@matchwell.example",
    state: 'waiting',
    since: new Date(),
    unreachableSince: undefined,
    mailedAgain: 0,
  },
  addedBy: { tid: 't', oid: 'o', name: `Anna ${HOSTILE}` },
};

/** The pages over links of which one is good. */
async function createWorld(options: { readonly fails?: boolean } = {}) {
  const clock = { now: new Date() };
  const { linkKeys } = await createTestLedger();
  const links = createLinkTokens(linkKeys, random, () => clock.now);
  const good = await links.make('contact');
  const asked: string[] = [];
  const answer = (what: string) => async (token: string) => {
    asked.push(what);
    if (options.fails === true) throw new Error('the database does not answer');
    return token === good ? CONTACT : undefined;
  };
  const contacts: ContactLinks = { find: answer('find'), confirm: answer('confirm'), refuse: answer('refuse') };
  const log = recordingLog();
  const guidance = { team: 'the team', support: { name: 'the service desk', contact: 'help@umbrella.example' } };
  const settings = { publicUrl: 'https://bot.example', guidance };
  const pages = createContactPages({ settings, contacts, links, random, log });
  const visit = async (token: string, method = 'GET', form?: Readonly<Record<string, string>>) => {
    const request = { method, path: `/contact/${token}`, query: new URLSearchParams(), cookies: {} };
    const page = await pages.handle(form === undefined ? request : { ...request, form: new URLSearchParams(form) });
    if (page === undefined) throw new Error('no page');
    return { ...page, text: String(page.body) };
  };
  return { pages, visit, good, asked, log, links, clock };
}

let world: Awaited<ReturnType<typeof createWorld>>;
beforeEach(async () => {
  world = await createWorld();
});

describe('the page of a contact’s link', () => {
  it('shows what will be confirmed and has two buttons; opening it changes nothing', async () => {
    const page = await world.visit(world.good);
    expect(page.status).toBe(200);
    for (const text of [
      'Anna',
      'Matchwell',
      'o&#39;brien&#38;co@matchwell.example',
      'value="confirm"',
      'value="refuse"',
    ])
      expect(page.text).toContain(text);
    expect(page.text).toContain('<form method="post">');
    expect(world.asked).toEqual(['find']);
  });

  it('shows names without markup and without characters that turn the text around', async () => {
    const { text } = await world.visit(world.good);
    expect(text).not.toContain('<img');
    expect(text).not.toContain('\u202E');
  });

  it('answers HEAD without a look at the link', async () => {
    expect(await world.visit(world.good, 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect(world.asked).toEqual([]);
  });

  it.each([
    ['confirm', 'This address is confirmed'],
    ['refuse', 'This address is refused'],
  ])('does what the button %s says, and says so', async (answer, heading) => {
    const page = await world.visit(world.good, 'POST', { answer });
    expect(page.status).toBe(200);
    expect(page.text).toContain(heading);
    expect(world.asked).toEqual([answer]);
  });

  it.each([
    ['no form', undefined],
    ['another word', { answer: 'delete' }],
    ['two fields that are not ours', { confirm: '1', refuse: '1' }],
  ])('shows the question again if %s was sent', async (_what, form) => {
    const page = await world.visit(world.good, 'POST', form);
    expect(page.text).toContain('<form method="post">');
    expect(world.asked).toEqual(['find']);
  });

  it('answers every link that cannot be used in the same way, whether it is opened or pressed', async () => {
    const ended = await world.links.make('contact');
    const answers = await Promise.all([
      world.visit(ended),
      world.visit('made-up'),
      world.visit(ended, 'POST', { answer: 'confirm' }),
      world.visit('made-up', 'POST', { answer: 'refuse' }),
    ]);
    const [first] = answers;
    expect(first?.status).toBe(410);
    expect(first?.text).toContain('This link cannot be used any more');
    for (const answer of answers) expect(answer).toEqual(first);
  });

  it('may send its form to itself alone, is framed by nobody, and tells no other site where the reader came from', async () => {
    for (const page of [await world.visit(world.good), await world.visit('made-up')]) {
      const policy = page.headers['Content-Security-Policy'] ?? '';
      for (const rule of ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "script-src 'none'"])
        expect(policy).toContain(rule);
      expect(page.headers).toMatchObject({ 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' });
    }
  });

  it('says that nothing was changed if the database does not answer, and logs no token', async () => {
    const failing = await createWorld({ fails: true });
    const page = await failing.visit(failing.good, 'POST', { answer: 'confirm' });
    expect(page.status).toBe(503);
    expect(page.text).toMatch(/Reference: [0-9a-f-]{36}/);
    expect(JSON.stringify(failing.log)).not.toContain(failing.good);
  });

  it('counts a link of the bot’s own by itself, and all others together; one lives seven days', async () => {
    const sortOf = (text: string) => world.pages.sortOf({ path: `/contact/${text}`, query: new URLSearchParams() });
    await world.links.isGenuine('contact', world.good);
    expect(sortOf(world.good)).toEqual({ kind: 'genuine', text: world.good });
    expect(sortOf('made-up')).toEqual({ kind: 'made-up' });
    expect(sortOf(await world.links.make('ticket'))).toEqual({ kind: 'made-up' });
    world.clock.now = new Date(world.clock.now.getTime() + WEEK_MS + 3_600_000);
    expect(sortOf(world.good)).toEqual({ kind: 'made-up' });
  });
});

describe('pages of several kinds', () => {
  it('are each asked about their own addresses', async () => {
    const named = (name: string): BrowserPages => ({
      handle: async () => ({ status: 200, headers: {}, body: name }),
      sortOf: () => ({ kind: 'made-up' }),
      busy: () => ({ status: 429, headers: {}, body: name }),
    });
    const both = joinPages(named('sign-in'), named('contact'));
    const bodyOf = async (path: string) =>
      (await both.handle({ method: 'GET', path, query: new URLSearchParams(), cookies: {} }))?.body;
    expect(await bodyOf('/contact/x')).toBe('contact');
    expect(await bodyOf('/sign-in/x')).toBe('sign-in');
    expect(both.busy('/contact/x').body).toBe('contact');
    expect(both.busy('/sign-in/x').body).toBe('sign-in');
  });
});
