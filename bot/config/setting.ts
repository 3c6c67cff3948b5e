import { readFileSync } from 'node:fs';
import { Complaint, type Parse } from './fields.ts';
import { sealed } from './sealed.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type ReadFile = (path: string) => string;

/** What settings are read from. A variable that is empty counts as not set, so it is not in `env`. */
export interface Source {
  readonly env: Environment;
  readonly readFile: ReadFile;
}

/** One row of the table of settings. */
export interface Setting<T> {
  /** The variable, or the variables of which one may be set. */
  readonly names: readonly string[];
  /** Markdown for the operator's page: what holds if the variable is not set. */
  readonly fallback: string;
  /** Markdown for the operator's page: what the setting does, in whole sentences. */
  readonly meaning: string;
  /** Prints as `[secret]`. */
  readonly secret: boolean;
  /** The value, or a complaint that begins with the variable's name. `undefined` if it is optional and not set. */
  read(source: Source): T | Complaint;
}

export type Table = Readonly<Record<string, Setting<unknown>>>;

type ValueOf<S> = S extends Setting<infer T> ? T : never;
type OptionalKey<T extends Table> = { [K in keyof T]: undefined extends ValueOf<T[K]> ? K : never }[keyof T];

/** What a table reads, by the keys of its rows: an optional setting that is not set has no property. */
export type ValuesOf<T extends Table> = {
  readonly [K in keyof T as Exclude<K, OptionalKey<T>>]: ValueOf<T[K]>;
} & {
  readonly [K in keyof T as Extract<K, OptionalKey<T>>]?: Exclude<ValueOf<T[K]>, undefined>;
};

export function required<T>(name: string, parse: Parse<T>, meaning: string): Setting<T> {
  const missing = new Complaint('is missing').about(name);
  return setting([name], 'required', meaning, (source) => parsed(source, name, parse) ?? missing);
}

export function defaulted<T>(name: string, fallback: string, parse: Parse<T>, meaning: string): Setting<T> {
  const shown = fallback === '' ? 'none' : `\`${fallback}\``;
  return setting([name], shown, meaning, ({ env }) => about(name, parse(env[name] ?? fallback)));
}

export function optional<T>(name: string, parse: Parse<T>, meaning: string): Setting<T | undefined> {
  return setting<T | undefined>([name], 'none', meaning, (source) => parsed(source, name, parse));
}

/** A setting whose default comes from other settings: `shown` is what the operator's page says of it. */
export function derived<T>(
  name: string,
  parse: Parse<T>,
  fallback: { readonly shown: string; read(source: Source): T | Complaint },
  meaning: string,
): Setting<T> {
  return setting([name], fallback.shown, meaning, (source) => parsed(source, name, parse) ?? fallback.read(source));
}

/** A setting that is read in its own way. */
export function setting<T>(
  names: readonly string[],
  fallback: string,
  meaning: string,
  read: (source: Source) => T | Complaint,
): Setting<T> {
  return { names, fallback, meaning, secret: false, read };
}

/** The setting's value prints as `[secret]`. */
export function secret<T>(row: Setting<T>): Setting<T> {
  return { ...row, secret: true };
}

function parsed<T>({ env }: Source, name: string, parse: Parse<T>): T | Complaint | undefined {
  const text = env[name];
  return text === undefined ? undefined : about(name, parse(text));
}

function about<T>(name: string, result: T | Complaint): T | Complaint {
  return result instanceof Complaint ? result.about(name) : result;
}

export function sourceOf(environment: Environment, readFile: ReadFile = (path) => readFileSync(path, 'utf8')): Source {
  const entries = Object.entries(environment).map(([name, value]) => [name, value?.trim()]);
  return { env: Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== '')), readFile };
}

/** The values of all rows, or else everything that is wrong with them. */
export type Reading<T extends Table> =
  | { readonly values: ValuesOf<T>; readonly gaps: readonly [] }
  | { readonly values: undefined; readonly gaps: readonly string[] };

export function readTable<T extends Table>(table: T, source: Source): Reading<T> {
  const results = Object.entries(table).map(([key, row]) => [key, row.read(source)] as const);
  const complaints = results.flatMap(([, result]) => (result instanceof Complaint ? [result.text] : []));
  // A row that takes its default from another row passes on that row's complaint.
  if (complaints.length > 0) return { values: undefined, gaps: [...new Set(complaints)] };
  const present = results.filter(([, value]) => value !== undefined);
  const secrets = Object.entries(table).flatMap(([key, row]) => (row.secret ? [key] : []));
  // The keys are those of the table, and each value comes from the row of its key.
  return { values: sealed(Object.fromEntries(present), ...secrets) as ValuesOf<T>, gaps: [] };
}
