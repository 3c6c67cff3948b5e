import type { ApplicationRef } from '../../bot/domain/shared/application.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { fill, type Rendered } from '../fill.ts';
import { shownName } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import { UNUSED } from './sentences-claims.ts';
import template from './unused.json' with { type: 'json' };

/** Asks whether an application is really not used any more, or says what became of that. */
export function unusedCard({ application, step }: Extract<Outcome, { kind: 'unused' }>): Rendered {
  const name = shownName(application.displayName);
  const { clientId } = application;
  switch (step) {
    case 'said':
      return messageCard({ title: UNUSED.said, colour: 'Good', lines: [name, UNUSED.saidText], offers: ['expiring'] });
    case 'connects':
      return messageCard({ title: UNUSED.connects, lines: [name, UNUSED.connectsText], offers: [], clientId });
    case 'ask':
      return askCard(application);
  }
}

function askCard({ clientId, displayName }: ApplicationRef): Rendered {
  return fill(template, UNUSED.title, {
    title: UNUSED.title,
    application: shownName(displayName),
    text: UNUSED.text,
    clientId: plainText(clientId),
  });
}
