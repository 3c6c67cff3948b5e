import type { BotCredential, RegistrationCredential } from '../../ports/shared/credential.ts';
import { Complaint, isNearby } from '../fields.ts';
import { sealed } from '../sealed.ts';
import { type Environment, type Source, setting } from '../setting.ts';
import { certificateIn } from './certificate.ts';

/** A credential that is in the settings. */
type Held = Exclude<BotCredential, { kind: 'managed-identity' }>;

/** A PEM file is read once, though two settings may come from it. */
const readBot = once((source) => readCredential(source, 'BOT'));

export const CREDENTIAL = {
  botCredential: setting<BotCredential>(
    ['BOT_CLIENT_SECRET', 'BOT_CERTIFICATE_FILE'],
    'one is required',
    'The bot proves itself with this secret, or with the key and the certificate in this PEM file. A managed identity has neither.',
    (source) => readBot(source) ?? { kind: 'managed-identity' },
  ),
  aadAppCredential: setting<RegistrationCredential>(
    ['AAD_APP_CLIENT_SECRET', 'AAD_APP_CERTIFICATE_FILE'],
    "the bot's",
    'The registration that people sign in to proves itself with this secret, or with this PEM file.',
    (source) => readCredential(source, 'AAD_APP') ?? readBot(source) ?? { kind: 'federated' },
  ),
};

function once<T>(read: (source: Source) => T): (source: Source) => T {
  const known = new WeakMap<Source, { readonly value: T }>();
  return (source) => {
    const entry = known.get(source) ?? { value: read(source) };
    known.set(source, entry);
    return entry.value;
  };
}

/** The credential that is set, a complaint if something is wrong with it, or undefined if none is set. */
function readCredential({ env, readFile }: Source, prefix: 'BOT' | 'AAD_APP'): Held | Complaint | undefined {
  const secret = env[`${prefix}_CLIENT_SECRET`];
  const file = env[`${prefix}_CERTIFICATE_FILE`];
  if (secret !== undefined && file !== undefined) {
    return new Complaint(`${prefix}_CLIENT_SECRET and ${prefix}_CERTIFICATE_FILE are both set: choose one`);
  }
  if (secret !== undefined) return sealed({ kind: 'secret' as const, secret }, 'secret');
  if (file === undefined) return undefined;
  const credential = certificateIn(file, readFile);
  return credential instanceof Complaint ? credential.about(`${prefix}_CERTIFICATE_FILE`) : credential;
}

/** What is wrong with the bot's and the registration's credentials together. */
export function credentialGaps({ env }: Source): readonly string[] {
  const hasOwn = env['BOT_CLIENT_SECRET'] !== undefined || env['BOT_CERTIFICATE_FILE'] !== undefined;
  if (env['BOT_TYPE'] === 'UserAssignedMsi') {
    const own = hasOwn ? ['BOT_CLIENT_SECRET or BOT_CERTIFICATE_FILE does not go with BOT_TYPE UserAssignedMsi'] : [];
    return [...own, ...registrationGaps(env), ...endpointGaps(env)];
  }
  const gaps = hasOwn ? [] : ['BOT_CLIENT_SECRET or BOT_CERTIFICATE_FILE is missing'];
  if (env['AAD_APP_FEDERATED'] === 'true')
    gaps.push(
      'AAD_APP_FEDERATED needs BOT_TYPE UserAssignedMsi: it is a managed identity that the registration trusts',
    );
  return gaps;
}

/** A registration that trusts the identity is not the identity itself, and holds no other credential. */
function registrationGaps(env: Environment): readonly string[] {
  if (env['AAD_APP_FEDERATED'] !== 'true') return [];
  const gaps: string[] = [];
  const clientId = env['AAD_APP_CLIENT_ID']?.toLowerCase();
  if (clientId === undefined || clientId === env['BOT_ID']?.toLowerCase())
    gaps.push('AAD_APP_CLIENT_ID must be an app registration: AAD_APP_FEDERATED says that it trusts the identity');
  if (env['AAD_APP_CLIENT_SECRET'] !== undefined || env['AAD_APP_CERTIFICATE_FILE'] !== undefined)
    gaps.push('AAD_APP_FEDERATED does not go with AAD_APP_CLIENT_SECRET or AAD_APP_CERTIFICATE_FILE: choose one');
  return gaps;
}

/** The platform sets this address. Another address would get to know the secret header, and could hand out tokens. */
function endpointGaps(env: Environment): readonly string[] {
  const endpoint = env['IDENTITY_ENDPOINT'];
  if (endpoint === undefined || isNearby(endpoint)) return [];
  return ['IDENTITY_ENDPOINT must be as the platform sets it: an address of this machine'];
}
