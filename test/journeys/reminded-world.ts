import { vi } from 'vitest';
import { DIGEST } from '../../cards/reminders/sentences.ts';
import type { MessageView, WhereTo } from '../../infra/local/teams/index.ts';
import type { LocalApplication, LocalSecret } from '../../infra/local/world.ts';
import { type LocalBot, type LocalBotOptions, startLocalBot } from './local-bot.ts';
import { asJson, cardOf, linkOf, type Person, personAt } from './person.ts';

export const DEADLINE_MS = 40_000;

/** What one sweep newly planned. */
export interface Swept {
  readonly reminders: number;
  readonly messages: number;
}

/** The local world with a bot that everybody has, and that has swept once. */
export interface RemindedWorld {
  readonly bot: LocalBot;
  /** The administrator, in the 1:1 chat. */
  readonly eva: Person;
  /** A person who has signed in, in one conversation. */
  signedIn(name: string, where: WhereTo): Promise<Person>;
  /** The administrator's `sweep`, after that many days. */
  sweepAfter(days: number): Promise<Swept>;
  application(displayName: string): LocalApplication;
  secret(name: string, displayName: string): LocalSecret;
  /** The digests that a person sees there, oldest first; waits until there are that many. */
  digests(person: Person, count: number): Promise<readonly MessageView[]>;
  close(): Promise<void>;
}

/**
 * By the bot's calendar it is about noon: no day ends during a test, and no REMINDER_TIME passes. Hints are made
 * unmistakable, so that a search for them finds nothing else.
 */
export async function startRemindedWorld(
  overrides: Readonly<Record<string, string>> = {},
  options: LocalBotOptions = {},
): Promise<RemindedWorld> {
  const bot = await startLocalBot({ REMINDER_TIME_ZONE: noonZone(new Date()), ...overrides }, options);
  await vi.waitFor(() => hasSwept(bot), { timeout: DEADLINE_MS });
  for (const [i, one] of bot.world.applications.entries())
    one.passwordCredentials = one.passwordCredentials.map(hinted(i));
  bot.teams.faults.silentSignIn = false;
  await bot.teams.install();
  const signedIn = (name: string, where: WhereTo) => signIn(personAt(bot, name, where));
  const application = (displayName: string) => named(bot.world.applications, displayName);
  const eva = await signedIn('Eva', 'personal');
  return {
    bot,
    eva,
    signedIn,
    sweepAfter: async (days) => {
      bot.world.passDays(days);
      return sweptBy(await eva.ask('sweep', 'Newly due'));
    },
    application,
    secret: (name, displayName) => named(application(displayName).passwordCredentials, name),
    digests: async (person, count) => {
      await bot.teams.waitFor(() => person.sees().filter(isDigest).length >= count, DEADLINE_MS);
      return person.sees().filter(isDigest);
    },
    close: bot.close,
  };
}

/** Throws while it has not. */
async function hasSwept(bot: LocalBot): Promise<void> {
  if (!(await bot.log()).includes('"msg":"sweep"')) throw new Error('the bot has not swept');
}

/** `Etc/GMT-3` is three hours ahead of Greenwich. */
function noonZone(now: Date): string {
  const ahead = 12 - now.getUTCHours();
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

function hinted(application: number): (secret: LocalSecret, index: number) => LocalSecret {
  return (secret, index) => ({ ...secret, hint: `~${application.toString(36)}${index}` });
}

async function signIn(person: Person): Promise<Person> {
  const asked = await person.ask('list', 'card.oauth');
  await person.signIn(linkOf(cardOf(asked)), 'applications');
  return person;
}

function sweptBy(report: MessageView): Swept {
  const [, reminders, messages] = /Newly due: (\d+) reminders? in (\d+) message/.exec(JSON.stringify(report)) ?? [];
  return { reminders: Number(reminders), messages: Number(messages) };
}

function named<T extends { readonly displayName: string | null }>(list: readonly T[], name: string): T {
  const found = list.find(({ displayName }) => displayName === name);
  if (found === undefined) throw new Error(`nothing is called ${name}`);
  return found;
}

function isDigest(message: MessageView): boolean {
  const shown = JSON.stringify(message.attachments);
  return message.author.oid === null && [DIGEST.title, DIGEST.titleDone].some((title) => shown.includes(title));
}

/** Every line of a card as a person reads it. */
export function linesOf(card: unknown): readonly string[] {
  if (Array.isArray(card)) return card.flatMap(linesOf);
  if (typeof card !== 'object' || card === null) return [];
  const { type, text, inlines } = asJson(card);
  if (type === 'TextBlock') return [String(text)];
  if (type === 'RichTextBlock' && Array.isArray(inlines))
    return [inlines.map((inline: unknown) => String(asJson(inline)['text'])).join('')];
  return Object.values(card).flatMap(linesOf);
}

/** What a digest says is due, without the sign before it: `Secret by Anna Jansen: expires in 21 days`. */
export function dueIn(message: MessageView): readonly string[] {
  const lines = linesOf(cardOf(message)).map((line) => line.replace(/^[⚠✖] (?=expire[sd] )/, ''));
  return lines.flatMap((line, index) =>
    /^expire[sd] /.test(line) ? [`${lines[index - 1]}: ${line.replace(/ · .*$/, '')}`] : [],
  );
}
