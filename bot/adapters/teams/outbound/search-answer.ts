import { type AppLinks, renderFound, renderOutcome, signInButton } from '../../../../cards/index.ts';
import type { FoundApplication } from '../../../domain/secrets/found.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import { CARD, type InvokeAnswer, type Json } from './respond.ts';

const LINE = 'application/vnd.microsoft.card.thumbnail';

/**
 * An outcome as the answer to a search in the compose box. The results are cards, each with the line that the list shows of
 * it; a sign-in is a link, before which Teams may try its own token; everything else is a sentence. `isMore`: further results
 * were asked for, so that there may be none.
 * https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
 */
export function searchAnswer(outcome: Outcome, links: AppLinks, zone: string, isMore = false): InvokeAnswer {
  if (outcome.kind === 'sign-in') {
    const open = { type: 'openUrl', title: signInButton(outcome.need), value: outcome.url };
    return composed({ type: outcome.sso ? 'silentAuth' : 'auth', suggestedActions: { actions: [open] } });
  }
  if (outcome.kind === 'found' && (isMore || outcome.applications.length > 0)) {
    const attachments = outcome.applications.map((one) => attachmentOf(one, zone));
    return composed({ type: 'result', attachmentLayout: 'list', attachments });
  }
  return searchSentence(renderOutcome(outcome, links, zone).fallbackText);
}

/** An answer in the place of results. */
export function searchSentence(text: string): InvokeAnswer {
  return composed({ type: 'message', text });
}

/** The silent sign-on was not enough: Teams shows the link of the answer before. */
export const SEARCH_PRECONDITION: InvokeAnswer = { status: 412 };

function attachmentOf(application: FoundApplication, zone: string): Json {
  const { card, line } = renderFound(application, zone);
  return { contentType: CARD, content: card, preview: { contentType: LINE, content: line } };
}

function composed(composeExtension: Json): InvokeAnswer {
  return { status: 200, body: { composeExtension } };
}
