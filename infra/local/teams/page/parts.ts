import type { LocalWorld } from '../../world.ts';
import type { Controls } from '../controls.ts';
import type { Roster } from '../conversations.ts';
import type { Store } from '../store.ts';
import type { TrafficLog } from '../traffic-log.ts';
import type { ClientActions } from './actions.ts';

/** The parts of the local world that the page shows and drives. */
export interface PageParts {
  readonly world: LocalWorld;
  readonly roster: Roster;
  readonly store: Store;
  readonly actions: ClientActions;
  readonly traffic: TrafficLog;
  readonly controls: Controls;
}
