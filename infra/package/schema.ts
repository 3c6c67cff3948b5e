import translations from '@microsoft/app-manifest/build/json-schemas/teams/v1.30/MicrosoftTeams.Localization.schema.json' with {
  type: 'json',
};
import manifest from '@microsoft/app-manifest/build/json-schemas/teams/v1.30/MicrosoftTeams.schema.json' with {
  type: 'json',
};
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { type Problem, problems } from './problem.ts';

// The schemas do not pass Ajv's strict mode, and some of their patterns are not valid in Unicode mode.
const ajv = new Ajv.default({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const VALIDATE = { manifest: ajv.compile(manifest), language: ajv.compile(translations) };
const SURPLUS = z.looseObject({ additionalProperty: z.string() });

/**
 * Checks a manifest or a file of translations against Microsoft's JSON schema of version 1.30. The schema is in
 * Microsoft's package, so nothing is fetched. The sentences call the content `file`.
 */
export function checkSchema(kind: keyof typeof VALIDATE, file: string, content: unknown): readonly Problem[] {
  const validate = VALIDATE[kind];
  if (validate(content)) return [];
  const found = (validate.errors ?? []).map(({ instancePath, message = 'is not valid', params }) => {
    const surplus = SURPLUS.safeParse(params).data?.additionalProperty;
    const what = surplus === undefined ? message : `${message} (${surplus})`;
    return `${file} at ${instancePath || '/'} ${what}, says Teams' schema 1.30: correct it there`;
  });
  return problems('schema', [...new Set(found)]);
}
