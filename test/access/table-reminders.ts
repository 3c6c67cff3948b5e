import type { DigestItemAct, MailChoice } from '../../bot/domain/shared/command.ts';
import type { Command } from '../../bot/usecases/commands.ts';
import { deadDigest, digestIn, linkOf } from './prepare-scene.ts';
import type { Row, Rows } from './rows.ts';

const OTHER = '19:another@thread.tacv2';

/** Reminders: the people and channels that get them, and what their buttons do. */
export const REMINDERS = {
  expiring: {
    //      manager guest-m another nobody  guest   twin    admin   out     no-mfa  stale-m stale-a
    'all of one’s own': {
      ask: () => ({ kind: 'expiring', days: 400 }),
      answers: 'expiring',
      cells: 'answers answers own     nothing nothing nothing nothing sign-in sign-in answers nothing',
    },
  },
  link: {
    //      manager guest-m another nobody  guest   twin    admin   out     no-mfa  stale-m stale-a
    'the application’s organisation': {
      ask: () => ({ kind: 'link', query: 'Matchwell', scope: '' }),
      answers: 'linked',
      unfound: 'choose-scope',
      cells: 'answers answers unfound nothing nothing nothing answers sign-in sign-in answers answers',
    },
    'by a button': {
      ask: () => ({ kind: 'link', query: '', scope: 'organisation:nl/matchwell' }),
      answers: 'linked',
      recorded: true,
      unfound: 'choose-scope',
      cells: 'answers answers unfound nothing nothing nothing answers sign-in sign-in answers answers',
    },
    'elsewhere than in a channel': {
      ask: () => ({ kind: 'link', query: 'Matchwell', scope: '' }),
      answers: 'refused: channel-only',
      where: 'in a chat',
      cells: 'answers answers answers answers answers answers answers sign-in sign-in answers answers',
    },
    'link admin': {
      ask: () => ({ kind: 'link', query: 'admin', scope: '' }),
      answers: 'linked',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in sign-in refused answers',
    },
  },
  unlink: {
    //      manager guest-m another nobody  guest   twin    admin   out     no-mfa  stale-m stale-a
    'the application’s organisation': {
      given: (world) => linkOf(world, world.ours),
      ask: () => ({ kind: 'unlink', query: 'Matchwell', scope: '' }),
      answers: 'unlinked',
      nothing: 'links',
      cells: 'answers answers nothing nothing nothing nothing answers sign-in sign-in answers answers',
    },
    'by a button': {
      given: (world) => linkOf(world, world.ours),
      ask: () => ({ kind: 'unlink', query: '', scope: 'organisation:nl/matchwell' }),
      answers: 'unlinked',
      recorded: true,
      nothing: 'links',
      cells: 'answers answers nothing nothing nothing nothing answers sign-in sign-in answers answers',
    },
  },
  'unlink-one': {
    //      manager guest-m another nobody  guest   twin    admin   out     no-mfa  stale-m stale-a
    'the link of the application’s organisation': {
      ask: async (world) => ({ kind: 'unlink-one', id: await linkOf(world, world.ours) }),
      answers: 'unlinked',
      nothing: 'unlinked',
      recorded: true,
      cells: 'answers answers nothing nothing nothing nothing answers sign-in sign-in answers answers',
    },
  },
  links: {
    //      manager guest-m another nobody  guest   twin    admin   out     no-mfa  stale-m stale-a
    'all of one’s own': {
      given: (world) => linkOf(world, world.ours),
      ask: () => ({ kind: 'links' }),
      answers: 'links',
      cells: 'answers answers own     own     own     own     all     sign-in sign-in answers all',
    },
  },
  digest: {
    //      manager guest-m another nobody  guest   twin    admin   out     no-mfa  stale-m stale-a
    'in the channel that has it': {
      ask: async (world) => ({ kind: 'digest', digest: await digestIn(world), page: 1 }),
      answers: 'digest',
      cells: 'answers answers answers answers answers answers answers answers answers answers answers',
    },
    'of another channel': {
      ask: async (world) => ({ kind: 'digest', digest: await digestIn(world, OTHER), page: 1 }),
      answers: 'digest',
      refused: 'digest-gone',
      cells: 'refused refused refused refused refused refused refused refused refused refused refused',
    },
  },
  'digest-item': {
    //      manager guest-m another nobody  guest   twin    admin   out     no-mfa  stale-m stale-a
    show: {
      ask: async (world) => ({ kind: 'digest-item', act: 'show', digest: await digestIn(world), item: 1 }),
      answers: 'application',
      note: 'note: not-yours',
      cells: 'answers answers note    note    note    note    note    sign-in sign-in answers note',
    },
    rotate: {
      ask: async (world) => ({ kind: 'digest-item', act: 'rotate', digest: await digestIn(world), item: 1 }),
      answers: 'rotation',
      note: 'note: not-yours',
      cells: 'answers answers note    note    note    note    note    sign-in sign-in answers note',
    },
    claim: {
      ask: async (world) => ({ kind: 'digest-item', act: 'claim', digest: await digestIn(world), item: 1 }),
      answers: 'note: claimed',
      note: 'note: not-yours',
      cells: 'answers answers note    note    note    note    note    sign-in sign-in answers note',
    },
    'take-over': {
      ask: async (world) => ({ kind: 'digest-item', act: 'take-over', digest: await digestIn(world), item: 1 }),
      answers: 'note: claimed',
      note: 'note: not-yours',
      cells: 'answers answers note    note    note    note    note    sign-in sign-in answers note',
    },
    'of another channel': {
      ask: async (world) => ({ kind: 'digest-item', act: 'claim', digest: await digestIn(world, OTHER), item: 1 }),
      answers: 'note: claimed',
      refused: 'digest-gone',
      cells: 'refused refused refused refused refused refused refused refused refused refused refused',
    },
  } satisfies Record<DigestItemAct, Row> & Rows,
  notify: {
    //      manager guest-m another nobody  guest   twin    admin   out     no-mfa  stale-m stale-a
    'the present choice': {
      ask: () => ({ kind: 'notify', mail: undefined }),
      answers: 'mail-choice',
      cells: 'answers answers answers answers answers answers answers sign-in sign-in answers answers',
    },
    html: {
      ask: () => ({ kind: 'notify', mail: 'html' }),
      answers: 'mail-choice',
      cells: 'answers answers answers answers answers answers answers sign-in sign-in answers answers',
    },
    text: {
      ask: () => ({ kind: 'notify', mail: 'text' }),
      answers: 'mail-choice',
      cells: 'answers answers answers answers answers answers answers sign-in sign-in answers answers',
    },
    off: {
      ask: () => ({ kind: 'notify', mail: 'off' }),
      answers: 'mail-choice',
      cells: 'answers answers answers answers answers answers answers sign-in sign-in answers answers',
    },
  } satisfies Record<MailChoice, Row> & Rows,
  sweep: {
    //      manager guest-m another nobody  guest   twin    admin   out     no-mfa  stale-m stale-a
    now: {
      ask: () => ({ kind: 'sweep', accept: false }),
      answers: 'sweep',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in sign-in refused answers',
    },
    accept: {
      ask: () => ({ kind: 'sweep', accept: true }),
      answers: 'sweep',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in sign-in refused answers',
    },
  },
  undelivered: {
    //      manager guest-m another nobody  guest   twin    admin   out     no-mfa  stale-m stale-a
    'all there are': {
      given: (world) => deadDigest(world),
      ask: () => ({ kind: 'undelivered' }),
      answers: 'undelivered',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in sign-in refused answers',
    },
  },
  'undelivered-act': {
    //      manager guest-m another nobody  guest   twin    admin   out     no-mfa  stale-m stale-a
    retry: {
      ask: async (world) => ({ kind: 'undelivered-act', act: 'retry', message: await deadDigest(world) }),
      answers: 'undelivered',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in sign-in refused answers',
    },
    drop: {
      ask: async (world) => ({ kind: 'undelivered-act', act: 'drop', message: await deadDigest(world) }),
      answers: 'undelivered',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in sign-in refused answers',
    },
  } satisfies Record<Extract<Command, { kind: 'undelivered-act' }>['act'], Row> & Rows,
} satisfies Partial<Record<Command['kind'], Rows>>;
