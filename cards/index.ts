import type { Outcome } from '../bot/domain/outcome.ts';
import { applicationCard } from './application.ts';
import { assignmentFormCard, assignmentsChangedCard, chooseAssignmentCard } from './assignment.ts';
import { auditCard } from './audit.ts';
import { chooseApplicationCard, notFoundCard } from './choose.ts';
import { chooseSecretCard } from './choose-secret.ts';
import { createFormCard } from './create-form.ts';
import { createdCard } from './created.ts';
import { deleteFormCard } from './delete-form.ts';
import { deletedCard } from './deleted.ts';
import { renderDigest } from './digest.ts';
import { expiringCard } from './expiring.ts';
import type { Rendered } from './fill.ts';
import { helpCard } from './help.ts';
import { chooseScopeCard, linkedCard, linksCard, unlinkedCard } from './links.ts';
import { listCard } from './list.ts';
import { mailChoiceCard } from './mail-choice.ts';
import { managersCard, understaffedCard } from './managers.ts';
import { noteCard } from './note.ts';
import { sweepCard, undeliveredCard } from './operator.ts';
import { requestCard } from './request.ts';
import { alreadyManagerCard, requestedCard, requestFormCard } from './request-form.ts';
import { requestsCard } from './requests.ts';
import { rotationCard } from './rotation.ts';
import { nothingToRotateCard, rotationsCard } from './rotations.ts';
import { MESSAGES } from './sentences-messages.ts';
import { signInCard } from './sign-in.ts';
import { whoAmICard } from './who-am-i.ts';
import { refusedCard, signedInCard, unknownCard, wordsCard } from './words.ts';

export { renderDigest } from './digest.ts';
export type { Rendered } from './fill.ts';
export { type Mail, renderMail } from './mail.ts';
export { noteText } from './note.ts';
export { renderNotice } from './notice.ts';
export { renderSecretMessage, type SecretMessageContent } from './secret-message.ts';
export { signInButton, signInText } from './sentences.ts';

/** The card that answers an outcome. */
export function renderOutcome(outcome: Outcome): Rendered {
  switch (outcome.kind) {
    case 'help':
      return helpCard(outcome);
    case 'applications':
      return listCard(outcome);
    case 'no-applications':
      return wordsCard(MESSAGES.noApplications, ['request', 'help']);
    case 'application':
      return applicationCard(outcome.application);
    case 'create-form':
      return createFormCard(outcome.form);
    case 'created':
      return createdCard(outcome);
    case 'delete-form':
      return deleteFormCard(outcome.form);
    case 'deleted':
      return deletedCard(outcome);
    case 'choose-application':
      return chooseApplicationCard(outcome);
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
      return renderDigest(outcome.digest, outcome.page);
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
    case 'mail-choice':
      return mailChoiceCard(outcome);
    case 'sweep':
      return sweepCard(outcome);
    case 'undelivered':
      return undeliveredCard(outcome);
    case 'managers':
      return managersCard(outcome);
    case 'understaffed':
      return understaffedCard(outcome);
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
      return wordsCard(MESSAGES.stored, ['list']);
    case 'working':
      return wordsCard(MESSAGES.working, []);
    case 'refused':
      return refusedCard(outcome);
    case 'unknown':
      return unknownCard(outcome.text);
  }
}
