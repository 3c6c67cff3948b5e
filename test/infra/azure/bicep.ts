import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Language, type Node, Parser } from 'web-tree-sitter';

export interface Resource {
  readonly symbol: string;
  /** The type, with the types that it is nested in, and without the version. */
  readonly type: string;
  readonly existing: boolean;
  readonly condition: Node | undefined;
  /** A loop makes one of it for each item of a list. */
  readonly loop: { readonly item: string; readonly list: Node } | undefined;
  readonly body: Node;
}

/** The use of a module: its file, its parameters, and the condition without which it is left out. */
export interface Module {
  readonly path: string;
  readonly params: Node;
  readonly condition: Node | undefined;
}

/** The parts of one Bicep file. The keys of the maps are symbolic names. */
export interface Template {
  readonly path: string;
  readonly root: Node;
  /** The parameters, with the default if there is one. */
  readonly params: ReadonlyMap<string, Node | undefined>;
  readonly variables: ReadonlyMap<string, Node>;
  readonly outputs: ReadonlyMap<string, Node>;
  readonly resources: readonly Resource[];
  readonly modules: ReadonlyMap<string, Module>;
}

await Parser.init();
const require = createRequire(import.meta.url);
const grammar = await Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm'));
const parser = new Parser().setLanguage(grammar);

/** Parses a file. `root.hasError` is true if a part of it was not understood. */
export function readTemplate(path: string): Template {
  const root = parse(readFileSync(path, 'utf8'));
  const named = (type: string) =>
    root.namedChildren.filter((node) => node.type === type).map((node) => [nameOf(node), node] as const);
  return {
    path,
    root,
    params: new Map(named('parameter_declaration').map(([name, node]) => [name, node.namedChild(2) ?? undefined])),
    variables: new Map(named('variable_declaration').map(([name, node]) => [name, child(node, 1)])),
    outputs: new Map(named('output_declaration').map(([name, node]) => [name, child(node, 2)])),
    resources: resourcesIn(root, ''),
    modules: new Map(named('module_declaration').map(([name, node]) => [name, moduleOf(path, node)])),
  };
}

/**
 * The grammar is older than two statements of the language: `extension` becomes a comment, and an assignment in a file
 * of parameters a variable. Lengths stay, and with them positions.
 */
export function parse(text: string): Node {
  const known = text.replace(/^extension (?=\w+$)/gm, '// extens ').replace(/^param (?=\w+ =)/gm, 'var   ');
  const tree = parser.parse(known);
  if (tree === null) throw new Error('the parser gave up');
  return tree.rootNode;
}

export function child(node: Node, index: number): Node {
  const found = node.namedChild(index);
  if (found === null) throw new Error(`no part ${index} in: ${node.text}`);
  return found;
}

export function field(node: Node, name: string): Node {
  const found = node.childForFieldName(name);
  if (found === null) throw new Error(`no ${name} in: ${node.text}`);
  return found;
}

/** The properties of an object, nested resources left out; keys as written, without quotes. */
export function entriesOf(object: Node): readonly (readonly [key: Node, value: Node])[] {
  return object.namedChildren
    .filter((node) => node.type === 'object_property' && node.namedChildCount > 1)
    .map((node) => [child(node, 0), child(node, 1)]);
}

function nameOf(declaration: Node): string {
  return child(declaration, 0).text;
}

function moduleOf(path: string, node: Node): Module {
  const { condition, body } = bodyOf(child(node, 2));
  const params = entriesOf(body).find(([key]) => key.text === 'params');
  if (params === undefined) throw new Error(`a module without parameters: ${node.text}`);
  return { path: join(dirname(path), unquoted(child(node, 1))), params: params[1], condition };
}

function resourcesIn(node: Node, within: string): readonly Resource[] {
  return node.namedChildren.flatMap((part): readonly Resource[] => {
    if (part.type !== 'resource_declaration') return resourcesIn(part, within);
    const type = `${within}${unquoted(child(part, 1)).replace(/@.*/, '')}`;
    const { condition, loop, body } = bodyOf(child(part, 2));
    const existing = part.children.some(({ type: token }) => token === 'existing');
    return [{ symbol: nameOf(part), type, existing, condition, loop, body }, ...resourcesIn(body, `${type}/`)];
  });
}

function bodyOf(node: Node): Pick<Resource, 'condition' | 'loop' | 'body'> {
  if (node.type === 'if_statement') return { condition: child(node, 0), loop: undefined, body: child(node, 1) };
  if (node.type !== 'for_statement') return { condition: undefined, loop: undefined, body: node };
  const loop = { item: field(node, 'initializer').text, list: child(node, 1) };
  return { condition: undefined, loop, body: field(node, 'body') };
}

function unquoted(string: Node): string {
  return string.text.slice(1, -1);
}
