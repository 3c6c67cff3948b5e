import type { Node } from 'web-tree-sitter';
import { child, entriesOf, field, type Template } from './bicep.ts';

/** The result of a value in a template. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
type Functions = Readonly<Record<string, (...given: readonly Value[]) => Value>>;

/** The values that only Azure knows, by the expression that asks for them, such as `identity.properties.clientId`. */
export type Facts = Readonly<Record<string, Value>>;

interface Scope {
  readonly template: Template;
  readonly params: Facts;
  readonly facts: Facts;
  readonly locals: Facts;
}

/** Evaluates a value of a template with its parameters. Throws if a name in it is not known. */
export function evaluate(node: Node, template: Template, params: Facts, facts: Facts): Value {
  return resolve(node, { template, params, facts, locals: {} });
}

const FUNCTIONS: Functions = {
  empty: (value) => value === '' || value === null || (typeof value === 'object' && Object.keys(value).length === 0),
  union: (...objects) => Object.assign({}, ...objects),
  concat: (...lists) => lists.flatMap((list) => (Array.isArray(list) ? list : [])),
  guid: (...parts) => `guid-of-${parts.join('-')}`,
  cidrSubnet: (prefix, size, index) => `${prefix}/${size}#${index}`,
  resourceId: (...parts) => `/subscriptions/s/resourceGroups/g/${parts.join('/')}`,
  subscriptionResourceId: (...parts) => `/subscriptions/s/${parts.join('/')}`,
  length: (value) => (typeof value === 'object' && value !== null ? Object.keys(value).length : String(value).length),
  take: (text, count) => String(text).slice(0, Number(count)),
  replace: (text, old, now) => String(text).replaceAll(String(old), String(now)),
  uniqueString: () => 'abcdefghijklm',
  join: (list, separator) => (Array.isArray(list) ? list.join(String(separator)) : ''),
  toLower: (text) => String(text).toLowerCase(),
  split: (text, separator) => String(text).split(String(separator)),
  tenant: () => ({ tenantId: '0f3c1b52-6a1d-4a7e-9a60-2f1f4f3f7a10' }),
  environment: () => ({ authentication: { loginEndpoint: 'https://login.microsoftonline.com/' } }),
  resourceGroup: () => ({ location: 'westeurope', id: '/subscriptions/s/resourceGroups/g' }),
  loadTextContent: (path) => `text of ${path}`,
};

function resolve(node: Node, scope: Scope): Value {
  // An exclamation mark says that a module is there although it has a condition.
  const fact = scope.facts[node.text.replaceAll('!.', '.')];
  if (fact !== undefined) return fact;
  switch (node.type) {
    case 'string':
      return textOf(node, scope);
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.text === 'true';
    case 'null':
      return null;
    case 'array':
      return node.namedChildren.map((part) => resolve(part, scope));
    case 'object':
      return Object.fromEntries(entriesOf(node).map(([key, value]) => [keyOf(key, scope), resolve(value, scope)]));
    case 'for_statement':
      return mapped(node, scope);
    case 'identifier':
      return named(node, scope);
    default:
      return operated(node, scope);
  }
}

function operated(node: Node, scope: Scope): Value {
  const part = (name: string) => resolve(field(node, name), scope);
  switch (node.type) {
    case 'parenthesized_expression':
      return resolve(child(node, 0), scope);
    case 'member_expression':
      return member(part('object'), field(node, 'property').text, node);
    case 'subscript_expression':
      return member(part('object'), String(part('index')), node);
    case 'ternary_expression':
      return part(part('condition') === true ? 'consequence' : 'alternative');
    case 'unary_expression':
      if (node.text.startsWith('!')) return part('argument') !== true;
      break;
    case 'binary_expression':
      return compared(
        node.child(1)?.text,
        () => resolve(child(node, 0), scope),
        () => resolve(child(node, 1), scope),
      );
    case 'call_expression':
      return called(node, scope);
  }
  throw new Error(`this test cannot evaluate ${node.type}: ${node.text}`);
}

function compared(operator: string | undefined, left: () => Value, right: () => Value): boolean {
  switch (operator) {
    case '&&':
      return left() === true && right() === true;
    case '||':
      return left() === true || right() === true;
    case '==':
      return left() === right();
    case '!=':
      return left() !== right();
    default:
      throw new Error(`this test does not know the operator ${operator}`);
  }
}

function member(object: Value, name: string, node: Node): Value {
  const found =
    typeof object === 'object' && object !== null ? Object.entries(object).find(([key]) => key === name) : [];
  if (found?.[1] === undefined) throw new Error(`nobody said what ${node.text} is`);
  return found[1];
}

function named(node: Node, scope: Scope): Value {
  const { template, params, locals } = scope;
  const given = locals[node.text] ?? params[node.text];
  if (given !== undefined) return given;
  const definition = template.variables.get(node.text) ?? template.params.get(node.text);
  if (definition === undefined) throw new Error(`${template.path} does not say what ${node.text} is`);
  return resolve(definition, scope);
}

function called(node: Node, scope: Scope): Value {
  const name = field(node, 'function').text;
  const given = field(node, 'arguments').namedChildren;
  const [list, lambda] = given;
  if (name === 'map' && list !== undefined && lambda?.type === 'lambda_expression')
    return each(resolve(list, scope), child(lambda, 0).text, child(lambda, 1), scope);
  const implementation = FUNCTIONS[name];
  if (implementation === undefined) throw new Error(`this test does not know the function ${name}`);
  return implementation(...given.map((argument) => resolve(argument, scope)));
}

function mapped(node: Node, scope: Scope): Value {
  return each(resolve(child(node, 1), scope), field(node, 'initializer').text, field(node, 'body'), scope);
}

function each(list: Value, name: string, body: Node, scope: Scope): Value {
  if (!Array.isArray(list)) throw new Error(`no list: ${body.text}`);
  return list.map((item) => resolve(body, { ...scope, locals: { ...scope.locals, [name]: item } }));
}

function keyOf(key: Node, scope: Scope): string {
  return key.type === 'string' ? textOf(key, scope) : key.text;
}

function textOf(node: Node, scope: Scope): string {
  return node.namedChildren
    .map((part) => {
      if (part.type === 'interpolation') return String(resolve(child(part, 0), scope));
      return part.type === 'escape_sequence' ? part.text.slice(1) : part.text;
    })
    .join('');
}
