import { type Check, failure, pass } from '../check.ts';
import type { World } from '../world.ts';

export const graphToken: Check = {
  title: 'Token for Graph',
  look: async ({ settings, graphToken: get }) => {
    const token = await get();
    if (token.kind === 'none') return failure(`None was issued (${token.reason}).`, adviceFor(settings));
    if (token.claims['tid'] !== settings.tenantId) {
      return failure(
        'It is of another tenant.',
        'Set TENANT_ID to the tenant that the bot’s registration or identity is in.',
      );
    }
    return pass('Issued, of this tenant.');
  },
};

function adviceFor({ botType, aadAppFederated }: World['settings']): string {
  if (aadAppFederated) {
    return 'Run the doctor in the App Service, where the identity is; the federated credential of AAD_APP_CLIENT_ID must name that identity (its object id as subject): deploying infra/azure again sets it.';
  }
  return botType === 'UserAssignedMsi'
    ? 'A managed identity has tokens only where it is assigned: run the doctor in the App Service (az webapp ssh), and see that BOT_ID is its client id.'
    : 'In Entra, under App registrations, the bot’s, Certificates & secrets: make a new credential and set it; see that BOT_ID and TENANT_ID are its.';
}
