import type { Settings } from '../../config/index.ts';
import { type Check, type Finding, failure, pass, skipped } from '../check.ts';
import { DENIED, type GraphAnswer } from '../graph.ts';
import { withGraph } from '../prerequisites.ts';
import { REGISTRATION, REGISTRATION_FIELDS, reviewRegistration } from '../review-registration.ts';

/**
 * The registration is the one that Teams' single sign-on and the sign-in page need. Application.ReadWrite.OwnedBy is
 * enough to read it: https://learn.microsoft.com/graph/api/application-get
 */
export const registration: Check = {
  title: 'Registration',
  beforeDeployment: true,
  look: (context) =>
    withGraph(context, async () => {
      const { settings, graph } = context;
      const path = `/v1.0/applications(appId='${settings.aadAppClientId}')?$select=${REGISTRATION_FIELDS}`;
      return review(await graph('GET', path), settings);
    }),
};

function review(answer: GraphAnswer, { publicUrl, botId, aadAppClientId }: Settings): Finding {
  if (answer.code === DENIED) {
    const advice = 'Reading it takes Application.ReadWrite.OwnedBy: see “Permissions in Graph”.';
    return skipped(`Not looked at: the bot may not read the registration ${aadAppClientId}.`, advice);
  }
  if (answer.code === 'Request_ResourceNotFound') {
    const advice = 'Set AAD_APP_CLIENT_ID to the client ID of the registration that people sign in to.';
    return failure(`This tenant has no registration ${aadAppClientId}.`, advice);
  }
  if (!answer.ok) return failure(`Graph does not show it (${answer.code}).`, 'Try again in a minute.');
  const expected = { redirectUri: `${publicUrl}/sign-in/callback`, identifierUri: `api://botid-${botId}` };
  const lacks = reviewRegistration(REGISTRATION.parse(answer.body), expected);
  if (lacks.length === 0) return pass('It has all that single sign-on and the sign-in page need.');
  const head = `In Entra, under App registrations, open ${aadAppClientId}. In Azure a new deployment sets all of it.`;
  return failure(lacks.map(({ detail }) => detail).join('\n'), [head, ...lacks.map(({ advice }) => advice)].join('\n'));
}
