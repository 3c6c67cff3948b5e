import { readFileSync, writeFileSync } from 'node:fs';
import { withSettings } from '../../bot/config/page.ts';

/** Writes what is derived from the source into the pages: the table of settings into the operator's page. */
const PAGE = 'infra/README.md';

writeFileSync(PAGE, withSettings(readFileSync(PAGE, 'utf8')));
