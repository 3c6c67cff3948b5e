import { ALARMS } from '../../cards/messages/sentences.ts';
import { LEAVERS } from '../../cards/messages/sentences-leavers.ts';
import { CERTIFICATES, DIGEST } from '../../cards/reminders/sentences.ts';
import { NEWS } from '../../cards/secrets/sentences.ts';
import { UNEXPECTED } from '../../cards/secrets/sentences-unexpected.ts';
import type { LocalPerson } from '../../infra/local/people.ts';
import type { MessageView, WhereTo } from '../../infra/local/teams/index.ts';
import type { LocalBot } from './local-bot.ts';

type Json = Readonly<Record<string, unknown>>;

/** What comes when it likes, and answers nothing. */
const UNASKED = [
  DIGEST.title,
  ...Object.values(ALARMS).filter((text) => text.startsWith('⚠')),
  LEAVERS.alarmTitle,
  LEAVERS.colleaguesTitle,
  UNEXPECTED.title,
  UNEXPECTED.manyTitle,
  ...Object.values(NEWS),
  CERTIFICATES.title,
];

/** How much of the log is shown if a wait was in vain. */
const LOG_END = 4_000;

/** What the bot answers to "sign out". News of a sign-in that has failed may come in between, and is no answer. */
export const SIGNED_OUT = /You are (signed out|not signed in)/;

/** The answer to a press: the invoke's own status, type and value. */
export interface Pressed {
  readonly status: number;
  readonly type: string;
  readonly value: unknown;
}

/** A person of the local world at the keyboard, in one conversation. */
export interface Person {
  readonly who: LocalPerson;
  readonly sees: () => readonly MessageView[];
  /**
   * Types a message and waits for the bot's next one that this person sees; `having`: and that holds this. A digest or
   * an alarm can come at any time, so it counts only if `having` asks for it.
   */
  ask(text: string, having?: string | RegExp): Promise<MessageView>;
  /** Does something and waits for the bot's next message that this person sees; `having`: and that holds this. */
  after(act: () => Promise<unknown>, having?: string | RegExp): Promise<MessageView>;
  /** Presses the button of a card that has this verb and, if several have it, this piece of data. */
  press(card: unknown, verb: string, inputs?: Json, having?: string, messageId?: string): Promise<Pressed>;
  /** Presses as a client that does not know login requests does: the activity holds the action, and no `trigger`. */
  pressPlainly(card: unknown, verb: string, inputs?: Json, having?: string): Promise<Pressed>;
  /** Presses again with the code from the sign-in page, as the client does after a loginRequest. */
  pressWithCode(card: unknown, verb: string, inputs: Json, code: string): Promise<Pressed>;
  /** Signs in through the page, sends the code, and waits for the bot's next message; `having`: that holds this. */
  signIn(link: string, having?: string): Promise<MessageView>;
}

export function personAt(bot: Pick<LocalBot, 'world' | 'teams' | 'log'>, name: string, where: WhereTo): Person {
  const who = [...bot.world.people, ...bot.world.outsiders].find((one) => one.name.startsWith(name));
  if (who === undefined) throw new Error(`nobody is called ${name}`);
  const { teams } = bot;
  const sees = () => teams.messages(who.oid, where);
  const fromBot = () => sees().filter((message) => message.author.oid === null);
  const conversationId = teams.conversationId(who.oid, where);
  const after = async (act: () => Promise<unknown>, having: string | RegExp = ''): Promise<MessageView> => {
    const before = new Set(fromBot().map((message) => message.id));
    await act();
    const fits = (message: MessageView) => {
      const shown = JSON.stringify(message);
      if (before.has(message.id)) return false;
      if (having === '') return !UNASKED.some((title) => shown.includes(title));
      return typeof having === 'string' ? shown.includes(having) : having.test(shown);
    };
    return teams
      .waitFor(() => fromBot().find(fits), 40_000)
      .catch(async (cause: unknown) => {
        const came = fromBot().filter(({ id }) => !before.has(id));
        const log = (await bot.log()).slice(-LOG_END);
        throw new Error(
          `${name} waits in vain for ${having}. What came: ${JSON.stringify(came)}. The log ends: ${log}`,
          { cause },
        );
      });
  };
  const send = async (value: Json, messageId?: string): Promise<Pressed> => {
    const { body } = await teams.invoke(who.oid, conversationId, 'adaptiveCard/action', value, messageId);
    return pressedOf(body);
  };
  const press: Person['press'] = (card, verb, inputs = {}, having = '', messageId = undefined) =>
    send({ action: actionOf(card, verb, inputs, having), trigger: 'manual' }, messageId);
  return {
    who,
    sees,
    ask: (text, having) => after(() => teams.sendMessage(who.oid, where, text), having),
    after,
    press,
    pressPlainly: (card, verb, inputs = {}, having = '') => send({ action: actionOf(card, verb, inputs, having) }),
    pressWithCode: (card, verb, inputs, code) =>
      send({ action: actionOf(card, verb, inputs, ''), trigger: 'manual', state: code }),
    signIn: (link, having) =>
      after(async () => {
        const code = await codeFrom(link, who.oid);
        await teams.invoke(who.oid, conversationId, 'signin/verifyState', { state: code });
      }, having),
  };
}

function actionOf(card: unknown, verb: string, inputs: Json, having: string): Json {
  const action = actionsIn(card).find((one) => one['verb'] === verb && JSON.stringify(one).includes(having));
  if (action === undefined) throw new Error(`no button ${verb} ${having} in ${JSON.stringify(card).slice(0, 2000)}`);
  return { type: 'Action.Execute', id: '', verb, data: { ...asJson(action['data']), ...inputs } };
}

/** Every Action.Execute anywhere in a card. */
export function actionsIn(card: unknown): readonly Json[] {
  if (Array.isArray(card)) return card.flatMap(actionsIn);
  if (typeof card !== 'object' || card === null) return [];
  const own = asJson(card)['type'] === 'Action.Execute' ? [asJson(card)] : [];
  return [...own, ...Object.values(card).flatMap(actionsIn)];
}

export function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function pressedOf(body: unknown): Pressed {
  const answer = asJson(body);
  return { status: Number(answer['statusCode']), type: String(answer['type']), value: answer['value'] };
}

/** The card of a message. */
export function cardOf(message: MessageView): unknown {
  return message.attachments[0]?.content;
}

/** The sign-in link of an OAuthCard, in a message or in a loginRequest. */
export function linkOf(card: unknown): string {
  const [button] = (asJson(card)['buttons'] ?? []) as readonly Json[];
  const link = button?.['value'];
  if (typeof link !== 'string') throw new Error(`no sign-in link in ${JSON.stringify(card)}`);
  return link;
}

/** Goes through the sign-in page and Entra as a browser would, and reads the six digits. */
export async function codeFrom(link: string, oid: string): Promise<string> {
  const html = await signInPage(link, oid);
  const code = /\b\d{6}\b/.exec(html.replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, ''))?.[0];
  if (code === undefined) throw new Error(`no code on the page: ${html}`);
  return code;
}

let linksOpened = 0;

/** How often somebody has opened a sign-in link or Entra's page. Teams' single sign-on opens neither. */
export function pagesOpened({ entra }: Pick<LocalBot, 'entra'>): number {
  return linksOpened + entra.counts.authorize;
}

/** The page after Entra's answer. Throws what Entra's page says if Entra does not send the browser back. */
export async function signInPage(link: string, oid: string): Promise<string> {
  linksOpened += 1;
  const start = await fetch(link, { redirect: 'manual' });
  const cookie = (start.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const authorize = start.headers.get('location');
  if (authorize === null) return start.text();
  let step = await fetch(authorize, { redirect: 'manual' });
  for (let html = ''; step.headers.get('location') === null; ) {
    html = await step.text();
    const fields = answerTo(html, oid);
    if (fields === undefined) throw new Error(`entra did not go back: ${html}`);
    step = await post(authorize, html, fields);
  }
  const page = await fetch(step.headers.get('location') ?? '', { headers: { cookie } });
  return page.text();
}

/** What the person enters on a page of Entra's: the account, the password, the number, the consent. */
function answerTo(html: string, oid: string): Readonly<Record<string, string>> | undefined {
  const number = /data-number="(\d+)"/.exec(html)?.[1];
  if (number !== undefined) return { number };
  if (html.includes('name="account"')) return { account: oid };
  if (html.includes('name="password"')) return { password: '1' };
  return html.includes('name="accept"') ? { accept: '1' } : undefined;
}

function post(base: string, html: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
  const ctx = /name="ctx" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const body = new URLSearchParams({ ctx, ...fields });
  return fetch(new URL(action.replaceAll('&#47;', '/'), base), { method: 'POST', body, redirect: 'manual' });
}
