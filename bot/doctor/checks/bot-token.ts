import { type Check, failure, pass } from '../check.ts';
import { reasonOf } from '../reason.ts';

export const botToken: Check = {
  title: 'Token for Teams',
  look: async ({ settings, botToken: get }) => {
    try {
      await get();
      return pass('Issued for the Bot Connector.');
    } catch (cause) {
      const advice =
        settings.botType === 'UserAssignedMsi'
          ? 'Run the doctor in the App Service (az webapp ssh); the Azure Bot’s app id and BOT_ID must be the identity’s client id.'
          : 'See that BOT_ID and its secret or certificate are those of the Azure Bot (Azure portal, the bot, Configuration).';
      return failure(`None was issued (${reasonOf(cause)}).`, advice);
    }
  },
};
