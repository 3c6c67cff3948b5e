import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { licenceRead } from './licences.ts';

const run = promisify(execFile);

const COMPONENT = z.looseObject({
  name: z.string(),
  version: z.string(),
  licenses: z.array(z.unknown()).optional(),
});
const BILL = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  metadata: z.looseObject({ component: z.looseObject({ name: z.string() }) }),
  components: z.array(COMPONENT),
});

export type Bill = z.output<typeof BILL>;

/**
 * Returns npm's own bill of materials for the lock file in a folder. It has the same bytes for the same lock file and
 * the same npm: the random serial number and the time are left out, and the project has its own name in place of the
 * folder's. What only development needs is marked by the property `cdx:npm:package:development`.
 */
export async function billOf(root: string, project: string): Promise<Bill> {
  const given = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
  const options = { cwd: root, maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' };
  const { stdout } = await run('npm', given, options);
  const { serialNumber: _number, metadata: all, components, ...bill } = BILL.parse(JSON.parse(stdout));
  const { timestamp: _time, component, ...metadata } = all;
  return {
    ...bill,
    metadata: { ...metadata, component: { ...component, name: project } },
    components: components.map(withLicence),
  };
}

function withLicence(component: z.output<typeof COMPONENT>) {
  const licence = licenceRead(component.name, component.version);
  if (component.licenses !== undefined || licence === undefined) return component;
  return { ...component, licenses: [{ license: { id: licence } }] };
}
