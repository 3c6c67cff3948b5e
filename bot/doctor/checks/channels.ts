import { counted } from '../../../cards/shared/dates.ts';
import { plainText } from '../../domain/shared/text.ts';
import { type Check, pass, warning } from '../check.ts';
import { withDatabase } from '../with.ts';

const SHOWN = 10;

export const channels: Check = {
  title: 'Managers’ channels',
  look: (world) =>
    withDatabase(world, async ({ ledger }) => {
      const links = await ledger.links.all();
      const dead = links.filter(({ deadSince }) => deadSince !== undefined);
      if (dead.length === 0) return pass(`${counted(links.length, 'link')}, all alive.`);
      const names = dead.slice(0, SHOWN).map(({ scope, channel }) => {
        const place = [channel.teamName, channel.name].map((name) => plainText(name, 60)).filter((name) => name !== '');
        return `${plainText(scope.name, 80)} in ${place.join(', ') || 'a channel without name'}`;
      });
      const more = dead.length > SHOWN ? [`… and ${dead.length - SHOWN} more`] : [];
      const advice =
        'Add the app to those teams again (the links then live again), or link another channel: @API Credentials link <organisation>.';
      return warning(
        [`${counted(dead.length, 'link')} of ${links.length} dead:`, ...names, ...more].join('\n'),
        advice,
      );
    }),
};
