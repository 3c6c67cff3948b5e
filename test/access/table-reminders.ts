import { calendarDay } from '../../bot/domain/shared/calendar.ts';
import type { DigestItemAct, MailChoice } from '../../bot/domain/shared/command.ts';
import type { Command } from '../../bot/usecases/commands.ts';
import { claimBy, deadDigest, digestIn, linkOf } from './prepare-scene.ts';
import type { Row, Rows } from './rows.ts';

const OTHER = '19:another@thread.tacv2';

/** Reminders: the people and channels that get them, and what their buttons do. */
export const REMINDERS = {
  expiring: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'all of one’s own': {
      ask: () => ({ kind: 'expiring', days: 400 }),
      answers: 'expiring',
      cells: 'answers answers own     nothing nothing nothing all     sign-in answers answers all     sign-in',
    },
    'of the application’s organisation': {
      ask: () => ({ kind: 'expiring', days: 400, filter: 'Matchwell', page: 1 }),
      answers: 'expiring',
      cells: 'answers answers own     nothing nothing nothing all     sign-in all     answers all     sign-in',
    },
  },
  link: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'the application’s organisation': {
      ask: () => ({ kind: 'link', query: 'Matchwell', scope: '' }),
      answers: 'linked',
      unfound: 'choose-scope',
      cells: 'answers answers unfound nothing nothing nothing answers sign-in answers answers answers sign-in',
    },
    'by a button': {
      ask: () => ({ kind: 'link', query: '', scope: 'organisation:nl/matchwell' }),
      answers: 'linked',
      recorded: true,
      unfound: 'choose-scope',
      cells: 'answers answers unfound nothing nothing nothing answers sign-in answers answers answers sign-in',
    },
    'elsewhere than in a channel': {
      ask: () => ({ kind: 'link', query: 'Matchwell', scope: '' }),
      answers: 'refused: channel-only',
      where: 'in a chat',
      cells: 'answers answers answers answers answers answers answers sign-in answers answers answers sign-in',
    },
    'link admin': {
      ask: () => ({ kind: 'link', query: 'admin', scope: '' }),
      answers: 'linked',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in answers refused answers sign-in',
    },
  },
  unlink: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'the application’s organisation': {
      given: (world) => linkOf(world, world.ours),
      ask: () => ({ kind: 'unlink', query: 'Matchwell', scope: '' }),
      answers: 'unlinked',
      nothing: 'links',
      cells: 'answers answers nothing nothing nothing nothing answers step-up step-up step-up step-up step-up',
    },
    'by a button': {
      given: (world) => linkOf(world, world.ours),
      ask: () => ({ kind: 'unlink', query: '', scope: 'organisation:nl/matchwell' }),
      answers: 'unlinked',
      recorded: true,
      nothing: 'links',
      cells: 'answers answers nothing nothing nothing nothing answers step-up step-up step-up step-up step-up',
    },
  },
  'unlink-one': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'the link of the application’s organisation': {
      ask: async (world) => ({ kind: 'unlink-one', id: await linkOf(world, world.ours) }),
      answers: 'unlinked',
      nothing: 'unlinked',
      recorded: true,
      cells: 'answers answers nothing nothing nothing nothing answers step-up step-up step-up step-up step-up',
    },
  },
  links: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'all of one’s own': {
      given: (world) => linkOf(world, world.ours),
      ask: () => ({ kind: 'links' }),
      answers: 'links',
      cells: 'answers answers own     own     own     own     all     sign-in answers answers all     sign-in',
    },
  },
  digest: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'in the channel that has it': {
      ask: async (world) => ({ kind: 'digest', digest: await digestIn(world), page: 1 }),
      answers: 'digest',
      cells: 'answers answers answers answers answers answers answers answers answers answers answers answers',
    },
    'of another channel': {
      ask: async (world) => ({ kind: 'digest', digest: await digestIn(world, OTHER), page: 1 }),
      answers: 'digest',
      refused: 'digest-gone',
      cells: 'refused refused refused refused refused refused refused refused refused refused refused refused',
    },
  },
  'digest-item': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    show: {
      ask: async (world) => ({ kind: 'digest-item', act: 'show', digest: await digestIn(world), item: 1 }),
      answers: 'application',
      note: 'note: not-yours',
      cells: 'answers answers note    note    note    note    note    sign-in answers answers note    note',
    },
    rotate: {
      ask: async (world) => ({ kind: 'digest-item', act: 'rotate', digest: await digestIn(world), item: 1 }),
      answers: 'rotation',
      note: 'note: not-yours',
      cells: 'answers answers note    note    note    note    note    sign-in answers answers note    note',
    },
    claim: {
      ask: async (world) => ({ kind: 'digest-item', act: 'claim', digest: await digestIn(world), item: 1 }),
      answers: 'claim',
      note: 'note: not-yours',
      cells: 'answers answers note    note    note    note    note    sign-in answers answers note    note',
    },
    'take-over': {
      ask: async (world) => ({ kind: 'digest-item', act: 'take-over', digest: await digestIn(world), item: 1 }),
      answers: 'claim',
      note: 'note: not-yours',
      cells: 'answers answers note    note    note    note    note    sign-in answers answers note    note',
    },
    delete: {
      ask: async (world) => ({ kind: 'digest-item', act: 'delete', digest: await digestIn(world), item: 1 }),
      answers: 'delete-form',
      note: 'note: not-yours',
      cells: 'answers answers note    note    note    note    note    sign-in answers answers note    note',
    },
    'unused, of an application that connects': {
      ask: async (world) => ({ kind: 'digest-item', act: 'unused', digest: await digestIn(world), item: 1 }),
      answers: 'unused',
      note: 'note: not-yours',
      cells: 'answers answers note    note    note    note    note    sign-in answers answers note    note',
    },
    'of another channel': {
      ask: async (world) => ({ kind: 'digest-item', act: 'claim', digest: await digestIn(world, OTHER), item: 1 }),
      answers: 'claim',
      refused: 'digest-gone',
      cells: 'refused refused refused refused refused refused refused refused refused refused refused refused',
    },
  } satisfies Record<Exclude<DigestItemAct, 'unused'>, Row> & Rows,
  promise: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'a day, by the person who is on it': {
      ask: async (world, by) => {
        const { clientId, keyId } = await claimBy(world, by);
        return { kind: 'promise', clientId, keyId, day: calendarDay(world.old.end, 'UTC') };
      },
      answers: 'claim',
      recorded: true,
      cells: 'answers answers unfound nothing nothing nothing nothing sign-in answers answers nothing sign-in',
    },
  },
  'give-back': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'by the person who is on it': {
      ask: async (world, by) => ({ kind: 'give-back', ...(await claimBy(world, by)) }),
      answers: 'given-back',
      recorded: true,
      cells: 'answers answers unfound nothing nothing nothing nothing sign-in answers answers nothing sign-in',
    },
  },
  unused: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'an application that connects': {
      ask: ({ ours }) => ({ kind: 'unused', clientId: ours.clientId, sure: true }),
      answers: 'unused',
      recorded: true,
      cells: 'answers answers unfound nothing nothing nothing nothing sign-in answers answers nothing sign-in',
    },
  },
  notify: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'the present choice': {
      ask: () => ({ kind: 'notify', mail: undefined }),
      answers: 'mail-choice',
      cells: 'answers answers answers answers answers answers answers sign-in answers answers answers sign-in',
    },
    html: {
      ask: () => ({ kind: 'notify', mail: 'html' }),
      answers: 'mail-choice',
      cells: 'answers answers answers answers answers answers answers sign-in answers answers answers sign-in',
    },
    text: {
      ask: () => ({ kind: 'notify', mail: 'text' }),
      answers: 'mail-choice',
      cells: 'answers answers answers answers answers answers answers sign-in answers answers answers sign-in',
    },
    off: {
      // As in every turn. Otherwise mail would be the last way to reach this person.
      given: ({ setting, people }) => setting.usecases.remember(people['manager of another']),
      ask: () => ({ kind: 'notify', mail: 'off' }),
      answers: 'mail-choice',
      cells: 'answers answers answers answers answers answers answers sign-in answers answers answers sign-in',
    },
  } satisfies Record<MailChoice, Row> & Rows,
  sweep: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    now: {
      ask: () => ({ kind: 'sweep', accept: false }),
      answers: 'sweep',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in answers refused answers sign-in',
    },
    accept: {
      ask: () => ({ kind: 'sweep', accept: true }),
      answers: 'sweep',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers step-up step-up step-up step-up step-up',
    },
    'accept leavers': {
      ask: () => ({ kind: 'sweep', accept: 'leavers' }),
      answers: 'sweep',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers step-up step-up step-up step-up step-up',
    },
  },
  undelivered: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'all there are': {
      given: (world) => deadDigest(world),
      ask: () => ({ kind: 'undelivered' }),
      answers: 'undelivered',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in answers refused answers sign-in',
    },
  },
  'undelivered-act': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    retry: {
      ask: async (world) => ({ kind: 'undelivered-act', act: 'retry', message: await deadDigest(world) }),
      answers: 'undelivered',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in answers refused answers sign-in',
    },
    drop: {
      ask: async (world) => ({ kind: 'undelivered-act', act: 'drop', message: await deadDigest(world) }),
      answers: 'undelivered',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers step-up step-up step-up step-up step-up',
    },
  } satisfies Record<Extract<Command, { kind: 'undelivered-act' }>['act'], Row> & Rows,
} satisfies Partial<Record<Command['kind'], Rows>>;
