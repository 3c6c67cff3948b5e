import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Node } from 'web-tree-sitter';
import { entriesOf, parse, readTemplate } from './bicep.ts';
import { FOLDER, main, modulesOf, platform } from './deployment.ts';

const files = globSync(`${FOLDER}/**/*.{bicep,bicepparam}`).sort();
const templates = files.map(readTemplate);

function wrong(node: Node): readonly string[] {
  if (node.isError || node.isMissing) return [`line ${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`];
  return node.children.flatMap(wrong);
}

/** How often a name is used as a value; where it is declared does not count. */
function uses(node: Node, name: string): number {
  const own = node.type === 'identifier' && node.text === name && !isDeclaration(node) ? 1 : 0;
  return own + node.namedChildren.reduce((sum, part) => sum + uses(part, name), 0);
}

function isDeclaration(identifier: Node): boolean {
  const { parent } = identifier;
  if (parent?.type === 'object_property') return parent.namedChild(0)?.id === identifier.id;
  return /_declaration$/.test(parent?.type ?? '') && parent?.namedChild(0)?.id === identifier.id;
}

describe('the Bicep files', () => {
  it('are all there', () => {
    expect(files.length).toBeGreaterThan(8);
    expect(templates.flatMap(({ resources }) => resources).length).toBeGreaterThan(30);
  });

  it.each(templates.map((template) => [template.path, template] as const))(
    'are understood whole: %s',
    (_, { root }) => {
      expect(wrong(root)).toEqual([]);
      expect(root.hasError).toBe(false);
    },
  );

  it('are found wrong if they have a fault', () => {
    expect(wrong(parse("resource a 'B/c@1' = {\n  name: }\n"))).not.toEqual([]);
    expect(uses(parse("param a string\nvar b = { a: 'a' }\n"), 'a')).toBe(0);
    expect(uses(parse('param a string\nvar b = { c: a }\n'), 'a')).toBe(1);
  });

  it.each(
    [main, platform].flatMap((whole) => [...whole.modules].map(([name, module]) => [name, module, whole] as const)),
  )('pass every parameter of a module, and no other: %s', (name, { params }, whole) => {
    const passed = entriesOf(params).map(([key]) => key.text);
    expect(passed.sort()).toEqual([...(modulesOf(whole).get(name)?.params.keys() ?? [])].sort());
  });

  it('use every module, parameter, variable and output of a module', () => {
    const paths = files.filter((path) => /\/(modules|container)\//.test(path));
    const used = [main, platform].flatMap(({ modules: parts }) => [...parts.values()].map(({ path }) => path));
    expect([...new Set(used)].sort()).toEqual(paths);
    const idle = templates
      .filter(({ path }) => path.endsWith('.bicep'))
      .flatMap(({ path, root, params, variables }) =>
        [...params.keys(), ...variables.keys()]
          .filter((name) => uses(root, name) === 0)
          .map((name) => `${path}: ${name}`),
      );
    expect(idle).toEqual([]);
  });

  it('ask modules only for outputs that they have', () => {
    const asked = [main, platform].flatMap((whole) =>
      [...whole.root.text.matchAll(/\b(\w+)!?\.outputs\.(\w+)/g)].map(([, name = '', output = '']) => ({
        template: modulesOf(whole).get(name),
        output,
      })),
    );
    const missing = asked.filter(({ template, output }) => !template?.outputs.has(output));
    expect(asked.length).toBeGreaterThan(10);
    expect(missing).toEqual([]);
  });

  it.each([main, platform])(
    'come with a file of parameters that sets what must be set, and nothing unknown: $path',
    (whole) => {
      const given = [...readTemplate(`${whole.path}param`).variables.keys()];
      const must = [...whole.params].filter(([, fallback]) => fallback === undefined).map(([name]) => name);
      expect(given).toEqual(expect.arrayContaining(must));
      expect(given.filter((name) => !whole.params.has(name))).toEqual([]);
    },
  );

  it('take the Graph extension in its version 1.0', () => {
    const { extensions } = JSON.parse(readFileSync(`${FOLDER}/bicepconfig.json`, 'utf8'));
    expect(extensions.microsoftGraphV1).toMatch(/\/microsoftgraph\/v1\.0:\d+\.\d+\.\d+$/);
  });
});

describe('the deployment', () => {
  const sources = templates.map(({ path, root }) => ({ path, text: root.text.replace(/^\s*\/\/.*$/gm, '') }));

  it.each([
    ['a secure parameter', /@secure\s*\(|securestring|secureobject/i],
    ['a key that is listed', /\blist\w*\s*\(|\.listKeys|\bgetSecret\s*\(/i],
    ['a password or key', /administratorLogin|passwordCredentials|keyCredentials|clientSecret|instrumentationKey/i],
    ['a key of storage or of the workspace', /accountKey|sharedKey|SharedAccess/i],
  ])('has no secret: not %s', (_, pattern) => {
    expect(sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('has the word password once, to turn passwords off', () => {
    const found = sources.flatMap(({ text }) => text.match(/.*password.*/gi) ?? []);
    expect(found.map((line) => line.trim())).toEqual(["passwordAuth: 'Disabled'"]);
  });
});
