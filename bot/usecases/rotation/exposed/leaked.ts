import { applicationView } from '../../../domain/shared/application-view.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import { assignedApplications, refOf } from '../../shared/applications.ts';
import type { CommandModule } from '../../shared/command-module.ts';
import type { TurnDeps } from '../../shared/deps.ts';

interface LeakedCommand {
  readonly kind: 'leaked';
  /** The first characters of what was sent. The rest is not kept. */
  readonly hints: readonly string[];
}

/** A message or a field held something that is shaped like the value of a client secret. Nothing else that it asked for is done. */
export const leakedCommand: CommandModule<LeakedCommand> = {
  kind: 'leaked',
  need: 'read',
  perform: (deps, command) => leaked(deps, command),
};

/** Names the secrets of the asker's own applications that still let somebody in and whose values begin so. */
async function leaked(deps: TurnDeps, { hints }: LeakedCommand): Promise<Outcome> {
  const { mine } = await assignedApplications(deps);
  const now = deps.clock();
  const fitting = mine.flatMap((application) =>
    applicationView(deps.settings, application, now)
      .secrets.filter(({ hint, status }) => status !== 'expired' && hints.includes(hint))
      .map((secret) => ({ application: refOf(application), secret })),
  );
  return { kind: 'leaked', fitting };
}
