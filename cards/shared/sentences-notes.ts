import type { Note } from '../../bot/domain/shared/outcome.ts';
import type { Sentences } from './sentences.ts';

/** Short answers to a press on a card that stays as it is. */
export const NOTES = {
  'not-yours': {
    title: 'Not yours',
    text: 'You are not a credential manager of this application, so nothing was changed. Its managers are named on the card. If you should be one, agree it within your organisation, then ask for access: I send you the button.',
  },
  opened: { title: 'Sent to you alone', text: 'I have answered in a message that only you can see.' },
  'opened-below': { title: 'Sent', text: 'My answer is in the next message. This card stays as it is.' },
  'opened-in-chat': { title: 'Sent to you alone', text: 'I have answered in our 1:1 chat.' },
  coming: {
    title: 'Coming to you alone',
    text: 'I am answering in a message that only you can see. It may take a moment.',
  },
  'not-sent': {
    title: 'Not answered',
    text: 'Teams did not take my answer. Please ask me in our 1:1 chat.',
  },
  'sign-in-sent': {
    title: 'Please sign in',
    text: 'Before this you need to sign in. I have sent you a message with the button; after the sign-in I carry on with what you pressed.',
  },
  'sign-in-in-chat': {
    title: 'Please sign in',
    text: 'Before this you need to sign in. I have sent the button to our 1:1 chat; after the sign-in I carry on there with what you pressed.',
  },
  'not-on-it': { title: 'Nothing was changed', text: 'You are not on it any more, so nothing was changed.' },
  'claimed-before': { title: 'Somebody is on it already', text: '' },
  settled: {
    title: 'Taken care of',
    text: 'This secret is already taken care of. The card is being brought up to date.',
  },
  request: { title: 'Nothing was changed', text: '' },
  reviewed: { title: '✔ Done', text: '' },
  contact: { title: 'Nothing was changed', text: '' },
  'is-ours': {
    title: '✔ Done',
    text: 'You have said that it is yours. This is recorded with your name; the card will say so.',
  },
  'not-concerned': {
    title: 'Not yours',
    text: 'You are not a credential manager of this application, so nothing was changed. Its managers and the administrators have been asked.',
  },
  'answered-before': {
    title: 'Answered before',
    text: 'Somebody has answered this, or the credential is gone. Nothing was changed; the card is being brought up to date.',
  },
  'contact-decided': { title: '✔ Done', text: '' },
} as const satisfies Record<Note['kind'], Sentences>;

/** What a press has made of a request for access. */
export const REVIEWED: Readonly<Record<Extract<Note, { kind: 'reviewed' }>['how'], string>> = {
  confirmed: 'You have confirmed this request. An administrator decides now; the card will say so.',
  declined: 'You have declined this request, so nothing was assigned. The person hears of it; the card will say so.',
  meant: 'You have said what this request means. Those who can confirm it are asked now; the card will say so.',
  approved: 'You have approved this request. The person has the role now and hears of it; the card will say so.',
};

/** What a press has made of a proposed contact. */
export const CONTACT_DECIDED: Readonly<Record<Extract<Note, { kind: 'contact-decided' }>['how'], string>> = {
  confirm: 'You have accepted this contact. Its first e-mail is on its way; the card will say so.',
  decline: 'You have declined this contact, so nothing is sent to it; the card will say so.',
};

export function claimedBefore(name: string, day: string): string {
  return `${name} is on it already, since ${day}. Nothing was changed; press Take over if you do it instead.`;
}
