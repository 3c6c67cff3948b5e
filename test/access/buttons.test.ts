import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SecretValue } from '../../bot/domain/secrets/issued-secret.ts';
import { COMMANDS, type Command, readButton } from '../../bot/usecases/commands.ts';
import { renderNotice, renderOutcome, renderSecretMessage } from '../../cards/index.ts';
import { actionsOf } from '../cards/inspect.ts';
import { NAMED_NOTICES, NAMED_OUTCOMES } from '../cards/outcomes/index.ts';
import { SECRET_MESSAGE } from '../cards/outcomes/secrets.ts';
import { TABLE } from './table.ts';
import { createWorld } from './world.ts';

/** Commands that can only be typed: their modules say nothing of a button. */
const TYPED = COMMANDS.filter(({ button }) => button === undefined).map(({ kind }): string => kind);

/** Buttons as they stand on the cards, with their data. */
function buttons(): readonly { readonly verb: string; readonly data: unknown }[] {
  const outcomes = [...NAMED_OUTCOMES.values()].map((outcome) => renderOutcome(outcome));
  const notices = [...NAMED_NOTICES.values()].map((notice) => renderNotice(notice));
  const message = renderSecretMessage({ ...SECRET_MESSAGE, value: new SecretValue('value') });
  return [...outcomes, ...notices, message]
    .flatMap(({ card }) => actionsOf(card))
    .filter(({ type }) => type === 'Action.Execute')
    .map(({ verb, data }) => ({ verb: String(verb), data }));
}

/** A command with what decides who may: `open show`, `review approve`, `rotation delete`. */
function variantOf(command: Command): string {
  const what = 'purpose' in command ? command.purpose : 'act' in command ? command.act : '';
  return `${command.kind} ${what}`.trim();
}

async function variantsOfTable(): Promise<ReadonlySet<string>> {
  const variants = new Set<string>();
  for (const row of Object.values(TABLE).flatMap((rows) => Object.values(rows))) {
    const world = await createWorld();
    variants.add(variantOf(await row.ask(world, world.people.manager)));
  }
  return variants;
}

/** Verbs as they are written in templates and in what fills them. */
function writtenVerbs(): readonly string[] {
  const files = globSync('**/*.{json,ts}', { cwd: 'cards' }).filter((name) => !name.endsWith('.sample.json'));
  const texts = files.map((name) => readFileSync(`cards/${name}`, 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(/"?\bverb"?: ["']([a-z-]+)["']/g)].map(([, verb = '']) => verb));
}

describe('every button', () => {
  const shown = buttons();
  const verbs = new Set(shown.map(({ verb }) => verb));

  it('asks for a command that the access table has a row for', async () => {
    const rows = await variantsOfTable();
    const asked = new Set(shown.map(({ verb, data }) => variantOf(readButton(verb, data))));
    expect([...asked].filter((variant) => !rows.has(variant))).toEqual([]);
  });

  it('that a template or a card function has is on a sample card', () => {
    expect(writtenVerbs().length).toBeGreaterThan(100);
    expect(writtenVerbs().filter((verb) => !verbs.has(verb))).toEqual([]);
  });

  it('covers every command of the table that is not only typed', () => {
    const understood = Object.keys(TABLE).filter((kind) => {
      const data = shown.filter(({ verb }) => verb === kind).map((button) => button.data);
      return [{}, ...data].some((each) => readButton(kind, each).kind !== 'unsupported');
    });
    const typed = Object.keys(TABLE).filter((kind) => !understood.includes(kind));
    expect(typed.sort()).toEqual([...TYPED].sort());
    expect(understood.filter((kind) => !verbs.has(kind))).toEqual([]);
  });
});
