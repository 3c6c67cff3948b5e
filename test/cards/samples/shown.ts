import { SecretValue } from '../../../bot/domain/secrets/issued-secret.ts';
import { type Rendered, renderDigest, renderSecretMessage } from '../../../cards/index.ts';
import { drawn, told } from '../outcomes/drawn.ts';
import { DIGEST } from '../outcomes/reminders.ts';
import { SECRET_MESSAGE } from '../outcomes/secrets.ts';

/** It has the length and the look of a value, and says that it is none. */
const PLACEHOLDER = 'x7Q8Q~ExampleOnly.NotARealSecret-abcdefghi';

/** For each template, as `slice/name`: the card whose data is its sample. */
export const SHOWN: Readonly<Record<string, () => Rendered>> = {
  'access/assigned': () => told('assigned'),
  'access/assignment-form': () => drawn('assignment-form'),
  'access/choose-assignment': () => drawn('choose-assignment'),
  'access/managers': () => drawn('managers-mine'),
  'access/overview': () => drawn('overview'),
  'access/request': () => drawn('request-approve-organisation'),
  'access/request-form': () => drawn('request-form-problems'),
  'access/requests': () => drawn('requests'),
  'access/understaffed': () => drawn('understaffed'),
  'audit/audit-card': () => drawn('audit-filtered'),
  'help/help': () => drawn('help-commands-administrator'),
  'messages/assignable': () => told('nobody-to-tell-unopened'),
  'messages/contact-form': () => drawn('contact-form-proposes'),
  'messages/contact-proposed': () => told('contact-proposed'),
  'messages/contacts': () => drawn('contacts'),
  'messages/leavers': () => drawn('leavers'),
  'messages/undelivered': () => drawn('undelivered'),
  'reminders/choose-scope': () => drawn('choose-scope'),
  'reminders/claim': () => drawn('claim-promised'),
  'reminders/digest': () => renderDigest(DIGEST),
  'reminders/expiring': () => drawn('expiring'),
  'reminders/links': () => drawn('links'),
  'reminders/mail-choice': () => drawn('mail-choice-html'),
  'reminders/unused': () => drawn('unused'),
  'rotation/rotation': () => drawn('rotation-delete-too-early'),
  'rotation/rotations': () => drawn('rotations'),
  'secrets/choose-secret': () => drawn('choose-secret'),
  'secrets/create-form': () => drawn('create-form-problems'),
  'secrets/created': () => drawn('created-personal'),
  'secrets/delete-form': () => drawn('delete-form-last'),
  'secrets/expired-form': () => drawn('expired-form'),
  'secrets/expose-form': () => drawn('expose-form'),
  'secrets/found': () => drawn('found'),
  'secrets/leaked': () => drawn('leaked'),
  'secrets/secret-message': () => renderSecretMessage({ ...SECRET_MESSAGE, value: new SecretValue(PLACEHOLDER) }),
  'secrets/unexpected': () => drawn('unexpected'),
  'shared/application': () => drawn('application'),
  'shared/choose': () => drawn('choose-application'),
  'shared/list': () => drawn('applications-middle'),
  'shared/message': () => drawn('refused-fault'),
  'sign-in/sign-in': () => drawn('sign-in'),
  'sign-in/who-am-i': () => drawn('who-am-i'),
};
