import type { Lock } from '../bundle/lock-file.ts';
import { packageNameOf } from '../bundle/packages.ts';

/**
 * The licences that a package may have, as SPDX names them. All of them allow use, change and resale. MPL-2.0 asks only
 * for the source of its own files, which are published unchanged.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Unlicense',
]);

/**
 * Licences that a package names in another place than `license` of its package.json. Each is read by a person, and for
 * one version.
 */
const READ: Readonly<Record<string, string>> = {
  // Its package.json has the old field `licenses`, and it has a file LICENSE-MIT.
  'cldrjs@0.5.5': 'MIT',
  // Its Readme.md says so.
  'escape-regexp-component@1.0.2': 'MIT',
  // Its file LICENSE is that of MIT.
  'jspath@0.4.0': 'MIT',
};

/** Returns the licence that a person read for a package that declares none, or undefined. */
export function licenceRead(name: string, version: string): string | undefined {
  return READ[`${name}@${version}`];
}

/** Returns a line for each package of the lock file whose licence is not allowed or not known. */
export function licenceProblems({ packages }: Lock): readonly string[] {
  const problems = Object.entries(packages).flatMap(([place, { version = '', license }]) => {
    if (place === '') return [];
    const name = packageNameOf(place);
    const licence = license ?? licenceRead(name, version);
    if (licence === undefined) return [`${name}@${version} declares no licence`];
    return isAllowed(licence) ? [] : [`${name}@${version} has the licence ${licence}, which is not on the list`];
  });
  return [...new Set(problems)].sort();
}

/** If licences are joined by OR, one of them must be allowed; if they are joined by AND, all of them must be. */
function isAllowed(expression: string): boolean {
  const choices = expression.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((one) => ALLOWED.has(one)));
}
