import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isLeftOut, specifierOf, standInFor } from '../../../infra/bundle/left-out.ts';
import { drawn, told } from '../../cards/outcomes/drawn.ts';
import { NAMED_NOTICES, NAMED_OUTCOMES } from '../../cards/outcomes/index.ts';

const DRAW_CARDS = fileURLToPath(import.meta.resolve('./draw-cards.ts'));
/** Bytes: more than all cards together. */
const ALL_CARDS = 16 * 1024 * 1024;

describe('the parts of packages that a bundle leaves out', () => {
  it('are not needed to draw any card', () => {
    const printed = execFileSync(process.execPath, [DRAW_CARDS], { encoding: 'utf8', maxBuffer: ALL_CARDS });
    const { outcomes, notices } = JSON.parse(printed);
    const plain = (card: unknown): unknown => JSON.parse(JSON.stringify(card));
    expect(outcomes).toEqual([...NAMED_OUTCOMES.keys()].map((name) => [name, plain(drawn(name))]));
    expect(notices).toEqual([...NAMED_NOTICES.keys()].map((name) => [name, plain(told(name))]));
  });

  it.each([
    ['/p/node_modules/botbuilder-dialogs/lib/index.js', true],
    ['/p/node_modules/@microsoft/teams-ai/lib/AI.js', true],
    ['/p/node_modules/a/node_modules/ws/index.js', true],
    ['/p/node_modules/@microsoft/teams-ai/lib/Application.js', false],
    ['/p/node_modules/restify/lib/plugins/index.js', false],
    ['/p/node_modules/my-ws/index.js', false],
    ['/p/bot/ws/index.ts', false],
  ])('are told by their names: %s', (path, leftOut) => {
    const specifier = specifierOf(path);
    expect(specifier !== undefined && isLeftOut(specifier)).toBe(leftOut);
  });

  it('can be loaded as other modules load them, and fail with their names if anything in them is used', () => {
    const stand = { exports: {} };
    new Function('module', standInFor('some/part.js'))(stand);
    const part: Record<string, unknown> = stand.exports;
    expect([part['__esModule'], part['then'], Object.keys(part)]).toEqual([true, undefined, []]);
    expect(() => part['Client']).toThrow('some/part.js is not in the bundle, which was asked for its Client');
  });
});
