import { EntraError, type LocalEntra } from '../entra/index.ts';
import type { LocalPerson } from '../people.ts';
import type { LocalWorld } from '../world.ts';
import type { SignInFailure, TeamsFaults } from './faults.ts';
import { attachmentsOf, type Store } from './store.ts';
import type { Activity, BotAnswer, Conversation, Invoke, SignInState, StoredMessage } from './types.ts';

interface Parts {
  readonly world: LocalWorld;
  readonly store: Store;
  readonly faults: TeamsFaults;
  readonly entra: Pick<LocalEntra, 'teamsToken'>;
  readonly invoke: (call: Invoke) => Promise<BotAnswer>;
}

/** What the client has after its attempt. With `button` the person goes on, and the bot hears nothing. */
type Attempt =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'button' }
  | { readonly kind: 'failed'; readonly failure: SignInFailure };

/** An OAuthCard that offers single sign-on. */
interface Offer {
  readonly connectionName: string;
  readonly id: string;
  readonly uri: string;
}

const OAUTH = 'application/vnd.microsoft.card.oauth';
/** What the client takes for a need of the person: the list of MSAL. */
const NEEDS_PERSON = ['interaction_required', 'consent_required', 'login_required'];
const NEEDS_PERSON_SUBERRORS = ['message_only', 'additional_action', 'basic_action', 'consent_required'];

/** The failures of which Teams' documentation says that people see something. */
const SHOWN = ['installappfailed', 'authrequestfailed'];
const LOGIN_REQUEST = 'application/vnd.microsoft.activity.loginRequest';

/**
 * What the clients do by themselves about sign-in cards that offer single sign-on: in a message, and in the answer to a
 * pressed button. The card is shown only if the person is needed. There is no single sign-on in channels.
 * https://learn.microsoft.com/microsoftteams/platform/teams-sdk/teams/user-authentication/troubleshooting-sso
 */
export function createSingleSignOn(parts: Parts) {
  const works = (conversation: Conversation, content: Content): boolean =>
    isOffered(content) && conversation.kind !== 'channel' && parts.faults.silentSignIn;

  const mark = (stored: StoredMessage, person: LocalPerson, state: SignInState): void => {
    stored.signIn.set(person.oid, state);
    parts.store.changed(stored);
  };

  /** Call it when the bot has posted a message. */
  async function posted(stored: StoredMessage, conversation: Conversation, to: LocalPerson | undefined): Promise<void> {
    const content = oauthContent(stored.activity);
    if (content === undefined) return;
    // The client of somebody whose account was deleted goes on until Entra refuses it.
    const people = to === undefined ? conversation.members : [to];
    const isSilent = works(conversation, content);
    for (const person of people) mark(stored, person, isSilent ? 'trying' : 'needed');
    if (!isSilent) return;
    const send =
      (person: LocalPerson): Send =>
      (name, value) =>
        parts.invoke({ person, conversation, name, value, replyToId: stored.id });
    await Promise.all(
      people.map(async (person) => mark(stored, person, await exchange(parts, person, offerIn(content), send(person)))),
    );
  }

  /**
   * Presses a button again with a token, if the bot's answer asks for a sign-in that can be silent. Returns the answer
   * to show: if the token is not enough, it is the first one.
   * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/enable-sso-for-your-adaptive-cards-universal-action
   */
  async function pressed(call: Invoke, answer: BotAnswer): Promise<BotAnswer> {
    const content = loginRequestIn(answer);
    const value = asContent(call.value);
    const isRepeated = value === undefined || 'authentication' in value || 'state' in value;
    if (content === undefined || isRepeated || !works(call.conversation, content)) return answer;
    const offer = offerIn(content);
    const attempt = await attemptOf(parts, call.person, offer);
    if (attempt.kind === 'failed') await parts.invoke({ ...call, name: 'signin/failure', value: attempt.failure });
    if (attempt.kind !== 'token' || offer === undefined) return answer;
    const authentication = { id: offer.id, connectionName: offer.connectionName, token: attempt.token };
    const second = await parts.invoke({ ...call, value: { ...value, authentication } });
    return asContent(second.body)?.['statusCode'] === 412 ? answer : second;
  }

  return { posted, pressed };
}

type Send = (name: string, value: unknown) => Promise<BotAnswer>;

/** Sends the token from every device of the person, or says why there is none. */
async function exchange(parts: Parts, person: LocalPerson, offer: Offer | undefined, send: Send): Promise<SignInState> {
  const fail = async (failure: SignInFailure): Promise<SignInState> => {
    await send('signin/failure', failure);
    return parts.faults.hideFailedSignIn && !SHOWN.includes(failure.code) ? 'failed' : 'needed';
  };
  const attempt = await attemptOf(parts, person, offer);
  if (attempt.kind === 'failed') return fail(attempt.failure);
  if (attempt.kind === 'button' || offer === undefined) return 'needed';
  const value = { id: offer.id, connectionName: offer.connectionName, token: attempt.token };
  const calls = Array.from({ length: parts.faults.devices }, () => send('signin/tokenExchange', value));
  const answers = await Promise.all(calls);
  if (answers.every(({ status }) => status === 200)) return 'done';
  if (answers.every(({ status }) => status < 500)) return 'needed';
  return fail({ code: 'invokeerror', message: 'The bot failed to answer the invoke.' });
}

async function attemptOf(
  { world, entra, faults }: Parts,
  person: LocalPerson,
  offer: Offer | undefined,
): Promise<Attempt> {
  if (faults.signInFailure !== undefined) return { kind: 'failed', failure: faults.signInFailure };
  if (offer === undefined) return failed('oauthcardnotvalid', 'The OAuth card cannot be parsed.');
  const { resource } = world.webApplicationInfo;
  if (offer.uri !== resource) return failed('resourcematchfailed', 'Resource match failed');
  try {
    return { kind: 'token', token: await entra.teamsToken(person.oid, resource) };
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    if (needsPerson(error)) return { kind: 'button' };
    if (error.number === 500011) return failed('resourcematchfailed', 'Resource match failed');
    return failed('tokenmissing', error.message);
  }
}

function needsPerson({ error, extra }: EntraError): boolean {
  return NEEDS_PERSON.includes(error) || NEEDS_PERSON_SUBERRORS.includes(extra['suberror'] ?? '');
}

function failed(code: string, message: string): Attempt {
  return { kind: 'failed', failure: { code, message } };
}

type Content = Readonly<Record<string, unknown>>;

function asContent(value: unknown): Content | undefined {
  return typeof value === 'object' && value !== null ? (value as Content) : undefined;
}

function oauthContent(activity: Activity): Content | undefined {
  return asContent(attachmentsOf(activity).find(({ contentType }) => contentType === OAUTH)?.content);
}

function loginRequestIn({ body }: BotAnswer): Content | undefined {
  const answer = asContent(body);
  return answer?.['type'] === LOGIN_REQUEST ? asContent(answer['value']) : undefined;
}

function isOffered(content: Content): boolean {
  return content['tokenExchangeResource'] !== undefined;
}

function offerIn(content: Content): Offer | undefined {
  const { id, uri } = asContent(content['tokenExchangeResource']) ?? {};
  const connectionName = content['connectionName'];
  if (typeof connectionName !== 'string' || typeof id !== 'string' || typeof uri !== 'string') return undefined;
  return { connectionName, id, uri };
}
