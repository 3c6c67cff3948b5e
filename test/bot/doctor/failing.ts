import type { CheckId } from '../../../bot/doctor/checks.ts';
import type { Failing } from './cases.ts';
import { DATABASE } from './failing-database.ts';
import { GRAPH } from './failing-graph.ts';
import { LEDGER } from './failing-ledger.ts';
import { PLAN } from './failing-plan.ts';
import { SITE } from './failing-site.ts';

/** At least one way to fail for each check: a check without one does not compile. */
export const FAILING: Readonly<Record<CheckId, Failing>> = { ...PLAN, ...GRAPH, ...SITE, ...DATABASE, ...LEDGER };
