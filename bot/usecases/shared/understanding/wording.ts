/** What people say in whole, without the words that say nothing; and how it is typed as a command. */
export const PHRASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    hi: 'help',
    hello: 'help',
    hey: 'help',
    'good morning': 'help',
    'good afternoon': 'help',
    start: 'help',
    commands: 'help commands',
    'all commands': 'help commands',
    'back to help': 'help',
    'what can you do': 'help',
    'how does it work': 'help guide',
    'how it works': 'help guide',
    guide: 'help guide',
    applications: 'list',
    apps: 'list',
    secrets: 'list',
    credentials: 'list',
    'list applications': 'list',
    'list secrets': 'list',
    'show applications': 'list',
    'show secrets': 'list',
    'back to list': 'list',
    'show all': 'list',
    'all applications': 'list all',
    'what expires soon': 'expiring',
    'what expires': 'expiring',
    'what is expiring': 'expiring',
    'expires soon': 'expiring',
    'expiring secrets': 'expiring',
    'open rotations': 'rotations',
    'all rotations': 'rotations',
    'create secret': 'create',
    'create client secret': 'create',
    'create new secret': 'create',
    'create new client secret': 'create',
    'new secret': 'create',
    'new client secret': 'create',
    'delete secret': 'delete',
    'rotate secret': 'rotate',
    rotation: 'help rotation',
    leak: 'rotate',
    leaked: 'rotate',
    'secret is out': 'rotate',
    'secret leaked': 'rotate',
    'secret has leaked': 'rotate',
    'secret was leaked': 'rotate',
    'secret is leaked': 'rotate',
    'secret is compromised': 'rotate',
    'secret is in wrong hands': 'rotate',
    'id and secret': 'help credentials',
    'client id and client secret': 'help credentials',
    'request token': 'help token',
    'requesting bearer token': 'help token',
    token: 'help token',
    'do nots': 'help donts',
    'what to avoid': 'help donts',
    names: 'help naming',
    'how applications are named': 'help naming',
    'who gets access': 'help access',
    'who gets role': 'help access',
    'ask for access': 'request',
    'i need access': 'request',
    'all requests': 'requests',
    requests: 'requests',
    record: 'audit',
    history: 'audit',
    'all who left': 'leavers',
    'who has left': 'leavers',
    'undelivered messages': 'undelivered',
    'e-mail': 'notify mail',
    'e-mails': 'notify mail',
    'who am i': 'who am i',
    'sign me in': 'sign in',
    'log in': 'sign in',
    login: 'sign in',
    'sign me out': 'sign out',
  }),
);

/** What people say to be kind. It asks for nothing. */
export const THANKS: readonly string[] = ['thanks', 'thank you', 'thx', 'ok', 'okay', 'great', 'perfect', 'bye'];

/** Other words for a command, at the beginning. The longer ones come first. */
export const SYNONYMS: readonly (readonly [said: string, command: string])[] = [
  ['who manages', 'managers'],
  ['who is manager of', 'managers'],
  ['get rid of', 'delete'],
  ['ask access to', 'request'],
  ['access to', 'request'],
  ['generate', 'create'],
  ['issue', 'create'],
  ['remove', 'delete'],
  ['erase', 'delete'],
  ['renew', 'rotate'],
  ['leaked', 'rotate'],
  ['compromised', 'rotate'],
  ['view', 'show'],
  ['details', 'show'],
  ['status', 'show'],
];

/** Everyday words. They mean a command if they are alone, or if what follows names something: `new secret for DM`. */
export const EVERYDAY: readonly (readonly [said: string, command: string])[] = [
  ['when does', 'show'],
  ['when do', 'show'],
  ['when will', 'show'],
  ['new', 'create'],
  ['make', 'create'],
  ['add', 'create'],
  ['drop', 'delete'],
  ['replace', 'rotate'],
  ['roll', 'rotate'],
  ['change', 'rotate'],
  ['see', 'show'],
  ['find', 'show'],
  ['log', 'audit'],
  ['record', 'audit'],
  ['history', 'audit'],
];

/** What the bot is about. Who says one of these speaks of their applications. */
export const SUBJECTS: ReadonlySet<string> = new Set(
  'secret secrets credential credentials client application applications app apps expire expires expiring dm smc'.split(
    ' ',
  ),
);

/** What people put before what they want. */
export const POLITE: ReadonlySet<string> = new Set(
  'please can could would you i id want need like to hi hello hey dear bot kindly just now let us lets'.split(' '),
);

/** Words around the name of an application or a secret that are no part of it. */
export const FILLERS: ReadonlySet<string> = new Set(
  'a an the new one another my our your me for of from to on in with its this that please client secret secrets credential credentials application applications app apps expire expires expiring end ends'.split(
    ' ',
  ),
);
