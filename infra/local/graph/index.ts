import type { LocalEntra } from '../entra/index.ts';
import type { Tls } from '../tls.ts';
import type { OnTraffic } from '../traffic.ts';
import type { World } from '../world.ts';
import type { GraphFaults } from './faults.ts';

export type { Fault, GraphFaults } from './faults.ts';

export interface GraphOptions {
  readonly world: World;
  readonly tls: Tls;
  readonly entra: Pick<LocalEntra, 'verifyAppToken'>;
  readonly port?: number;
  readonly onTraffic?: OnTraffic;
}

export interface LocalGraph {
  /** `https://localhost:PORT`, without version. */
  readonly url: string;
  readonly faults: GraphFaults;
  /** How often each kind of request arrived, for instance `POST addPassword`. */
  readonly counts: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export async function startGraph(options: GraphOptions): Promise<LocalGraph> {
  throw new Error(`not started for ${options.world.tenantId}`);
}
