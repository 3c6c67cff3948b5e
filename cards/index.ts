import type { DigestView } from '../bot/domain/reminders/digest.ts';
import type { FoundApplication } from '../bot/domain/secrets/found.ts';
import type { Ways } from '../bot/domain/shared/guidance.ts';
import type { Outcome } from '../bot/domain/shared/outcome.ts';
import { assignmentFormCard, assignmentsChangedCard, chooseAssignmentCard } from './access/assignment.ts';
import { managersCard, understaffedCard } from './access/managers.ts';
import { overviewCard } from './access/overview.ts';
import { requestCard } from './access/request.ts';
import { alreadyManagerCard, requestedCard, requestFormCard } from './access/request-form.ts';
import { requestsCard } from './access/requests.ts';
import { auditCard } from './audit/audit-card.ts';
import { withClocks } from './clocks.ts';
import type { Rendered } from './fill.ts';
import { helpCard } from './help/help.ts';
import { contactFormCard, contactsAddedCard, contactsCard, lastWayCard } from './messages/contacts.ts';
import { leaversCard } from './messages/leavers.ts';
import { nudgedAllCard, nudgedCard } from './messages/nudge.ts';
import { undeliveredCard } from './messages/undelivered.ts';
import { claimCard, givenBackCard } from './reminders/claim.ts';
import { digestCard } from './reminders/digest.ts';
import { expiringCard } from './reminders/expiring.ts';
import { chooseScopeCard, linkedCard, linksCard, unlinkedCard } from './reminders/links.ts';
import { mailChoiceCard } from './reminders/mail-choice.ts';
import { sweepCard } from './reminders/sweep.ts';
import { unusedCard } from './reminders/unused.ts';
import { rotationCard } from './rotation/rotation.ts';
import { nothingToRotateCard, rotationsCard } from './rotation/rotations.ts';
import { chooseSecretCard } from './secrets/choose-secret.ts';
import { createFormCard } from './secrets/create-form.ts';
import { createdCard } from './secrets/created.ts';
import { deleteFormCard } from './secrets/delete-form.ts';
import { deletedCard } from './secrets/deleted.ts';
import { expiredDeletedCard, expiredFormCard } from './secrets/expired/expired.ts';
import { foundCard, foundLine } from './secrets/found/found.ts';
import { exposeFormCard, leakedCard } from './secrets/leaked/leaked.ts';
import { STORED } from './secrets/sentences.ts';
import { removeElsewhereCard, unexpectedCard } from './secrets/unexpected.ts';
import { type AppLinks, leadsOf, linkOfOutcome, withAppLink } from './shared/app-links.ts';
import { applicationCard } from './shared/application.ts';
import { chooseApplicationCard, notFoundCard, withBeside } from './shared/choose.ts';
import { inZone } from './shared/dates.ts';
import { goneCard } from './shared/gone.ts';
import { withGuidance } from './shared/guidance.ts';
import { listCard } from './shared/list.ts';
import { noteCard } from './shared/note.ts';
import { MESSAGES } from './shared/sentences.ts';
import { refusedCard, signedInCard, unknownCard, wordsCard } from './shared/words.ts';
import { signInCard } from './sign-in/sign-in.ts';
import { whoAmICard } from './sign-in/who-am-i.ts';
import { staying } from './staying.ts';

export type { Rendered } from './fill.ts';
export { renderContactMail } from './messages/contact-mail.ts';
export { renderNotice } from './messages/notice.ts';
export { tooLargeText, tooManyText } from './messages/sentences.ts';
export { renderMail } from './reminders/mail/digest-mail.ts';
export { renderSecretMessage, type SecretMessageContent } from './secrets/secret-message.ts';
export { OVERWRITTEN } from './secrets/sentences.ts';
export type { AppLinks } from './shared/app-links.ts';
export { noteText } from './shared/note.ts';
export { signInButton, signInText, strangerText } from './sign-in/sentences.ts';

/**
 * The card that answers an outcome. With `links`, it leads to the bot's chat or to the app if its words do, and shows the
 * time by the reader's clock. Its days are those of the zone (IANA name).
 */
export function renderOutcome(outcome: Outcome, links?: AppLinks, zone = 'UTC'): Rendered {
  const drawn = withGuidance(
    links?.guidance,
    () => withClocks(zone, links?.readerZone, () => withBeside(drawOutcome(outcome), outcome.beside)),
    leadsOf(outcome),
  );
  const card = links?.isShared === true ? staying(drawn) : drawn;
  return links === undefined ? card : withAppLink(card, linkOfOutcome(outcome), links);
}

/** A result of a search: the card that it puts into a message, and its line in the list of results. */
export function renderFound(application: FoundApplication, zone = 'UTC') {
  const { card } = renderOutcome({ kind: 'found', applications: [application] }, undefined, zone);
  return { card, line: inZone(zone, () => foundLine(application)) };
}

/** The card of a digest, as a message or, with a page (from 1), for one person who looks through it. */
export function renderDigest(view: DigestView, page?: number, ways?: Pick<Ways, 'guidance'>): Rendered {
  return withGuidance(ways?.guidance, () => digestCard(view, page));
}

function drawOutcome(outcome: Outcome): Rendered {
  switch (outcome.kind) {
    case 'help':
      return helpCard(outcome);
    case 'applications':
      return listCard(outcome);
    case 'no-applications':
      return wordsCard(MESSAGES.noApplications, ['request', 'help'], outcome.ask);
    case 'applications-gone':
      return goneCard(outcome.applications);
    case 'application':
      return applicationCard(outcome.application);
    case 'create-form':
      return createFormCard(outcome.form);
    case 'created':
      return staying(createdCard(outcome));
    case 'delete-form':
      return deleteFormCard(outcome.form);
    case 'expired-form':
      return expiredFormCard(outcome);
    case 'expired-deleted':
      return expiredDeletedCard(outcome);
    case 'deleted':
      return deletedCard(outcome);
    case 'unexpected':
      return unexpectedCard(outcome);
    case 'remove-elsewhere':
      return removeElsewhereCard(outcome);
    case 'choose-application':
      return chooseApplicationCard(outcome);
    case 'found':
      return foundCard(outcome);
    case 'leaked':
      return leakedCard(outcome);
    case 'expose-form':
      return exposeFormCard(outcome);
    case 'choose-secret':
      return chooseSecretCard(outcome);
    case 'not-found':
      return notFoundCard(outcome);
    case 'who-am-i':
      return whoAmICard(outcome);
    case 'not-signed-in':
      return wordsCard(MESSAGES.notSignedIn, ['sign-in', 'help']);
    case 'signed-out':
      return wordsCard(MESSAGES.signedOut, ['sign-in']);
    case 'signed-in':
      return signedInCard(outcome.name);
    case 'sign-in':
      return signInCard(outcome);
    case 'expiring':
      return expiringCard(outcome);
    case 'digest':
      return digestCard(outcome.digest, outcome.page);
    case 'note':
      return noteCard(outcome.note);
    case 'rotation':
      return rotationCard(outcome.view);
    case 'rotations':
      return rotationsCard(outcome);
    case 'nothing-to-rotate':
      return nothingToRotateCard(outcome);
    case 'choose-scope':
      return chooseScopeCard(outcome);
    case 'linked':
      return linkedCard(outcome);
    case 'unlinked':
      return unlinkedCard(outcome);
    case 'links':
      return linksCard(outcome);
    case 'claim':
      return claimCard(outcome);
    case 'given-back':
      return givenBackCard(outcome);
    case 'unused':
      return unusedCard(outcome);
    case 'mail-choice':
      return mailChoiceCard(outcome);
    case 'sweep':
      return sweepCard(outcome);
    case 'nudged':
      return nudgedCard(outcome);
    case 'nudged-all':
      return nudgedAllCard(outcome);
    case 'undelivered':
      return undeliveredCard(outcome);
    case 'contact-form':
      return contactFormCard(outcome);
    case 'contacts-added':
      return contactsAddedCard(outcome);
    case 'contacts':
      return contactsCard(outcome);
    case 'last-way':
      return lastWayCard(outcome);
    case 'managers':
      return managersCard(outcome);
    case 'understaffed':
      return understaffedCard(outcome);
    case 'overview':
      return overviewCard(outcome);
    case 'leavers':
      return leaversCard(outcome);
    case 'choose-assignment':
      return chooseAssignmentCard(outcome);
    case 'assignment-form':
      return assignmentFormCard(outcome.form);
    case 'assignments-changed':
      return assignmentsChangedCard(outcome);
    case 'request-form':
      return requestFormCard(outcome);
    case 'requested':
      return requestedCard(outcome);
    case 'already-manager':
      return alreadyManagerCard(outcome);
    case 'requests':
      return requestsCard(outcome);
    case 'request':
      return requestCard(outcome.view, false);
    case 'audit':
      return auditCard(outcome);
    case 'stored':
      return wordsCard(STORED[outcome.instead ?? (outcome.isFirst === true ? 'first' : 'removed')], ['list']);
    case 'working':
      return wordsCard(MESSAGES.working, []);
    case 'refused':
      return refusedCard(outcome);
    case 'unknown':
      return unknownCard(outcome);
    case 'thanks':
      return wordsCard(MESSAGES.thanks, ['list', 'expiring']);
  }
}
