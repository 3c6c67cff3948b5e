// `npm run samples`: writes the data with which Microsoft's card designer shows each template.
import { writeFileSync } from 'node:fs';
import { sampleFile, sampleText } from './data.ts';
import { SHOWN } from './shown.ts';

const FOLDER = new URL('../../../cards/', import.meta.url);

for (const [template, draw] of Object.entries(SHOWN)) {
  writeFileSync(new URL(sampleFile(template), FOLDER), sampleText(draw));
}
