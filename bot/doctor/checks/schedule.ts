import { type Check, failure, pass, warning } from '../check.ts';
import { withDatabase } from '../with.ts';

const START = 'Start the bot: it registers its schedule at every start, and its log says why where it does not.';

export const schedule: Check = {
  title: 'Schedule',
  look: (world) =>
    withDatabase(world, async (inspection) => {
      const found = await inspection.schedules();
      if (found === undefined) return failure('The job queue was never set up.', START);
      const missing = inspection.tasks.filter((task) => !found.some((one) => one.task === task));
      if (missing.length > 0) return failure(`Not registered: ${missing.join(', ')}.`, START);
      const { reminderTime, reminderZone } = world.settings;
      const daily = found.find(({ task, key }) => task === 'sweep' && key === 'daily');
      if (daily === undefined) return failure('The daily sweep is not registered.', START);
      const [minutes, hours] = daily.cron.split(' ').map(Number);
      const [wantedHours, wantedMinutes] = reminderTime.split(':').map(Number);
      if (minutes !== wantedMinutes || hours !== wantedHours || daily.timezone !== reminderZone) {
        const advice = 'Restart the bot with these settings, or correct REMINDER_TIME and REMINDER_TIME_ZONE here.';
        return warning('The daily sweep is registered for another time than REMINDER_TIME says.', advice);
      }
      return pass(`All ${inspection.tasks.length} tasks; the sweep daily at ${reminderTime} ${reminderZone}.`);
    }),
};
