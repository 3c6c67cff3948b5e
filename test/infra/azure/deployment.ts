import { entriesOf, type Resource, readTemplate, type Template } from './bicep.ts';
import { evaluate, type Facts, type Value } from './evaluate.ts';

export const FOLDER = 'infra/azure';
export const main = readTemplate(`${FOLDER}/main.bicep`);
/** The half of a platform team. */
export const platform = readTemplate(`${FOLDER}/platform.bicep`);
export const modules = modulesOf(main);

/** The templates of the modules that a template uses, by their names there. */
export function modulesOf(template: Template): ReadonlyMap<string, Template> {
  return new Map([...template.modules].map(([name, { path }]) => [name, readTemplate(path)]));
}

/** Azure's answers. */
const FACTS: Facts = {
  'identity.id': '/subscriptions/s/resourceGroups/g/providers/identity',
  'identity.name': 'contoso-api-credentials-identity',
  'identity.properties.clientId': '5d0a7f43-9a1e-4b0c-8f37-6c2f8f0a9d11',
  'identity.properties.principalId': '8a1b6a5c-55f0-4a9c-a4c5-2f0f4a1f7e22',
  'app.appId': '2e9f4a7d-1c1b-4a3e-9d61-7b8a5c4d3e33',
  'app.uniqueName': 'contoso-api-credentials',
  'principal.id': 'c0ffee00-5d4b-4f6e-8f1a-9b8c7d6e5f44',
  'graph.id': 'graph-principal',
  'workspace.id': '/subscriptions/s/workspace',
  'insights.id': '/subscriptions/s/insights',
  'insights.properties.ConnectionString':
    'InstrumentationKey=11111111-2222-4333-8444-555555555555;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/',
  'network.id': '/subscriptions/s/network',
  'network::webSubnet.id': '/subscriptions/s/network/web',
  'network::databaseSubnet.id': '/subscriptions/s/network/database',
  'zone.id': '/subscriptions/s/zone',
  'server.id': '/subscriptions/s/server',
  'server.properties.fullyQualifiedDomainName': 'contoso-api-credentials-db-1.postgres.database.azure.com',
  'plan.id': '/subscriptions/s/plan',
  'site.id': '/subscriptions/s/site',
  'mailGroup.id': '/subscriptions/s/mail',
  'policy.id': '/subscriptions/s/account/blobServices/default/containers/heads/immutabilityPolicies/default',
  'containerEnvironment.id': '/subscriptions/s/environment',
  'containerEnvironment.properties.defaultDomain': 'happyhill-70162bb9.westeurope.azurecontainerapps.io',
  'containerApp.id': '/subscriptions/s/app',
  'vault.id': '/subscriptions/s/vault',
  'vault.properties.vaultUri': 'https://contoso.vault.azure.net/',
  'registry.id': '/subscriptions/s/registry',
  'registry.properties.loginServer': 'contosoregistry.azurecr.io',
};

/** The parameters that have no default. */
const REQUIRED: Facts = {
  name: 'contoso-api-credentials',
  signInAuthContext: 'policy',
  stepUpAuthContext: 'c1',
};

/** The properties that name other resources. */
const RELATIONS: ReadonlySet<string> = new Set(['parent', 'scope', 'dependsOn']);

/** One module of a deployment with its parameters. */
export interface Deployed {
  readonly template: Template;
  variable(name: string): Value;
  /** Returns the declaration of a resource, or undefined if its condition is false. */
  resource(symbol: string): Value | undefined;
  /** Returns the declarations that a loop makes; one if there is no loop, and none if the condition is false. */
  resources(symbol: string): readonly Value[];
}

/** Returns the modules of a deployment with these parameters, in the order of main.bicep. */
export function deploy(given: Facts): ReadonlyMap<string, Deployed> {
  return deployAll(main, modules, { ...REQUIRED, ...given }).modules;
}

/** Returns the modules of the platform's half, and what it puts out. */
export function deployPlatform(given: Facts): Deployment {
  return deployAll(platform, modulesOf(platform), { name: 'contoso', ...given });
}

export interface Deployment {
  readonly modules: ReadonlyMap<string, Deployed>;
  output(name: string): Value;
}

function deployAll(whole: Template, parts: ReadonlyMap<string, Template>, params: Facts): Deployment {
  const facts: Record<string, Value> = {};
  const deployed = new Map<string, Deployed>();
  for (const [name, { params: node, condition }] of whole.modules) {
    const template = parts.get(name);
    if (template === undefined) throw new Error(`no module ${name}`);
    if (condition !== undefined && evaluate(condition, whole, params, facts) !== true) continue;
    const own = evaluate(node, whole, params, facts);
    const inputs = isRecord(own) ? own : {};
    for (const [, promise = ''] of template.root.text.matchAll(/^@allowed\(\[true\]\)\nparam (\w+) bool$/gm))
      if (inputs[promise] !== true) throw new Error(`refused: ${promise}`);
    for (const [output, value] of template.outputs)
      facts[`${name}.outputs.${output}`] = evaluate(value, template, inputs, FACTS);
    deployed.set(name, view(template, inputs));
  }
  const output = (name: string) => {
    const node = whole.outputs.get(name);
    if (node === undefined) throw new Error(`${whole.path} has no output ${name}`);
    return evaluate(node, whole, params, facts);
  };
  return { modules: deployed, output };
}

function view(template: Template, inputs: Facts): Deployed {
  const declared = (symbol: string): readonly Value[] => {
    const { condition, body, loop } = resourceOf(template, symbol);
    if (condition !== undefined && evaluate(condition, template, inputs, FACTS) !== true) return [];
    const entries = entriesOf(body).filter(([key]) => !RELATIONS.has(key.text));
    const items =
      loop === undefined ? [inputs] : itemsOf(evaluate(loop.list, template, inputs, FACTS), loop.item, inputs);
    return items.map((scope) =>
      Object.fromEntries(entries.map(([key, node]) => [key.text, evaluate(node, template, scope, FACTS)])),
    );
  };
  return {
    template,
    variable: (name) => {
      const node = template.variables.get(name);
      if (node === undefined) throw new Error(`${template.path} has no variable ${name}`);
      return evaluate(node, template, inputs, FACTS);
    },
    resource: (symbol) => declared(symbol)[0],
    resources: declared,
  };
}

function itemsOf(list: Value, name: string, inputs: Facts): readonly Facts[] {
  if (!Array.isArray(list)) throw new Error(`no list for ${name}`);
  return list.map((item) => ({ ...inputs, [name]: item }));
}

function resourceOf(template: Template, symbol: string): Resource {
  const found = template.resources.find((resource) => resource.symbol === symbol);
  if (found === undefined) throw new Error(`${template.path} has no resource ${symbol}`);
  return found;
}

export function isRecord(value: Value | undefined): value is { readonly [name: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
