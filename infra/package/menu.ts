import { z } from 'zod';
import { COMMANDS } from '../../bot/usecases/commands.ts';
import { MENU_SCOPES, type MenuLine } from '../../bot/usecases/shared/command-module.ts';
import { type Problem, problems } from './problem.ts';

// https://learn.microsoft.com/microsoft-365/extensibility/schema/root-bots-command-lists
const MOST_LINES = 12;

/** All lines of Teams' menus: each command's module says which it has. See decision 0018: a command is one module. */
export const MENU: readonly MenuLine[] = COMMANDS.flatMap(({ menu = [] }) => menu);

/** The commands that people can only type: no menu shows them. */
export function commandsWithoutMenu(): readonly string[] {
  return COMMANDS.filter(({ menu }) => menu === undefined).flatMap(({ words: [first] = [] }) => first ?? []);
}

/** The menu as the manifest has it: one list for each kind of conversation. */
export function commandListsOf(menu: readonly MenuLine[]) {
  return MENU_SCOPES.map((scope) => ({
    scopes: [scope],
    triggers: ['mention', 'slash'],
    commands: linesOf(menu, scope).map(({ title, text }) => ({ title, description: text })),
  }));
}

function linesOf(menu: readonly MenuLine[], scope: MenuLine['scopes'][number]): readonly MenuLine[] {
  return menu.filter(({ scopes }) => scopes.includes(scope));
}

const MANIFEST_JSON = z.record(z.string(), z.unknown());
const BOTS = z.array(MANIFEST_JSON);

/** The manifest with the menu of the bot's commands in place of the lists that it had. */
export function withMenu(manifest: unknown, menu: readonly MenuLine[]): unknown {
  const json = MANIFEST_JSON.safeParse(manifest).data;
  const [bot, ...others] = BOTS.safeParse(json?.['bots']).data ?? [];
  if (bot === undefined) return manifest;
  return { ...json, bots: [{ ...bot, commandLists: commandListsOf(menu) }, ...others] };
}

export function checkMenu(menu: readonly MenuLine[]): readonly Problem[] {
  const full = MENU_SCOPES.filter((scope) => linesOf(menu, scope).length > MOST_LINES);
  return problems(
    'menu',
    full.map((scope) => {
      const count = linesOf(menu, scope).length;
      return `the menu for ${scope} has ${count} commands: Teams takes ${MOST_LINES}, take some out in the commands' modules`;
    }),
  );
}
