import { expect } from 'vitest';
import type { AuditRow } from '../../bot/domain/audit/audit-events.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { type Asker, named } from '../../bot/domain/shared/person.ts';
import type { Command } from '../../bot/usecases/commands.ts';
import { createUseCases, type UseCases } from '../../bot/usecases/index.ts';
import type { Deps } from '../../bot/usecases/shared/deps.ts';
import { placeOf } from './people.ts';
import { answerOf } from './rows.ts';
import { type AccessWorld, ORGANISATION } from './world.ts';

/** What an outcome is made of, sets and maps included. `typed`: the words that it merely repeats. */
export function textOf(outcome: Outcome, ...typed: readonly string[]): string {
  const plain = (_key: string, value: unknown) => (value instanceof Set || value instanceof Map ? [...value] : value);
  return typed.reduce((text, words) => text.replaceAll(JSON.stringify(words), '""'), JSON.stringify(outcome, plain));
}

/** The words of a command that its outcome may repeat. */
export function typedIn(command: Command): readonly string[] {
  const words = 'query' in command ? [command.query] : 'clientId' in command ? [command.clientId] : [];
  if ('filter' in command && command.filter !== undefined) words.push(command.filter);
  return words.filter((word) => word !== '');
}

/** All by which the application that is asked for could be recognised. */
export function namesOf({ ours }: Pick<AccessWorld, 'ours'>): readonly string[] {
  const secrets = ours.secrets.flatMap(({ keyId, name, hint }) => [keyId, name, hint]);
  return [ours.clientId, ours.displayName, ORGANISATION, ...secrets];
}

/** Does something, and says what it added to the record. */
export async function recorded<T>(
  { setting: { ledger } }: Pick<AccessWorld, 'setting'>,
  act: () => Promise<T>,
): Promise<{ readonly result: T; readonly rows: readonly AuditRow[] }> {
  const { seq } = await ledger.audit.head();
  const result = await act();
  return { result, rows: await ledger.audit.rows(seq) };
}

/**
 * Expects one row and no other. It says who was refused and in which conversation, and has the reference of the answer.
 */
export function expectRefusal(rows: readonly AuditRow[], outcome: Outcome, asker: Asker): AuditRow {
  const [row] = rows;
  if (row === undefined) throw new Error(`not recorded: ${answerOf(outcome)}`);
  expect(rows).toHaveLength(1);
  const code = outcome.kind === 'refused' && outcome.refusal.startsWith('code-');
  expect(row).toMatchObject({
    ...{ action: code ? 'sign-in.refused' : 'access.refused', result: 'refused' },
    ...{ actor: named(asker), subject: undefined, conversationId: placeOf(asker) },
  });
  expect(row.reference).not.toBe('');
  if (outcome.kind === 'refused') expect(outcome.reference).toBe(row.reference);
  return row;
}

const PORTS = ['ledger', 'directory', 'people', 'roster', 'delivery', 'announcer', 'jobs'] as const;

/** The use cases over ports that write down every call: `ledger.requests.find`. What is called takes its time. */
export function recordingUseCases(deps: Deps): { readonly usecases: UseCases; readonly calls: string[] } {
  const calls: string[] = [];
  const ports = { ...deps };
  for (const port of PORTS) Object.assign(ports, { [port]: recording(deps[port], port, calls) });
  return { usecases: createUseCases(ports), calls };
}

function recording<T extends object>(port: T, name: string, calls: string[]): T {
  return new Proxy(port, {
    get: (target, key, receiver) => {
      const member: unknown = Reflect.get(target, key, receiver);
      const path = `${name}.${String(key)}`;
      if (typeof member === 'object' && member !== null) return recording(member, path, calls);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]) => {
        calls.push(path);
        return Reflect.apply(member, target, [...args]);
      };
    },
  });
}
