import { DEFAULT_GUIDANCE } from '../../domain/shared/guidance.ts';
import { asContact, asName, asWebPage } from '../fields.ts';
import { defaulted, optional } from '../setting.ts';

/** It says whom people ask and what they can read. Cards show it as it is. */
export const GUIDANCE = {
  /** As they read within a sentence. */
  teamName: defaulted(
    'TEAM_NAME',
    DEFAULT_GUIDANCE.team,
    asName,
    'Cards and pages call the team by this name, within a sentence: it creates applications and assigns the role.',
  ),
  supportName: defaulted(
    'SUPPORT_NAME',
    DEFAULT_GUIDANCE.support.name,
    asName,
    'Cards and pages call support by this name, within a sentence, such as `the service desk`.',
  ),
  /** A mail address, or an https address. */
  supportContact: optional(
    'SUPPORT_CONTACT',
    asContact,
    'People reach support here: a mail address, or the https address of a page. Refusals, help and everything that says “ask” or “tell” link to it.',
  ),
  mfaGuideUrl: optional(
    'MFA_GUIDE_URL',
    asWebPage,
    'At this https address people read how to set up multi-factor authentication.',
  ),
  apiGuideUrl: optional(
    'API_GUIDE_URL',
    asWebPage,
    'At this https address partners read how their systems get a bearer token and use it.',
  ),
};
