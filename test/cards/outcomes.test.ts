// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the template language's expressions are the subject here
import { describe, expect, test } from 'vitest';
import { renderNotice, renderOutcome } from '../../cards/index.ts';
import { actionsOf, complaintsOf, nodesOf, problemIn } from './inspect.ts';
import { NOW, SMC } from './outcomes/applications.ts';
import { drawn, linesOf, textOf } from './outcomes/drawn.ts';
import { NAMED_OUTCOMES, OUTCOMES } from './outcomes/index.ts';

const CASES = [...NAMED_OUTCOMES].map(([name, outcome]) => ({ name, outcome }));
const VERBS = [
  'promise',
  'give-back',
  'unused',
  'nudge',
  'nudge-all',
  'help',
  'overview',
  'list',
  'open',
  'delete-secret',
  'submit-create',
  'confirm-delete',
  'delete-expired',
  'confirm-expired',
  'stored',
  'expose',
  'submit-expose',
  'sign-in',
  'sign-out',
  'who-am-i',
  'digest-item',
  'digest',
  'expiring',
  'rotations',
  'rotate-secret',
  'rotation',
  'links',
  'contact',
  'contacts',
  'contact-act',
  'unexpected',
  'unexpected-act',
  'link',
  'unlink',
  'unlink-one',
  'notify',
  'sweep',
  'undelivered',
  'undelivered-act',
  'managers',
  'leavers',
  'assign',
  'unassign',
  'submit-assignment',
  'request',
  'submit-request',
  'requests',
  'review',
  'audit',
];

function dataOf(card: unknown, title: string): unknown {
  return actionsOf(card).find((action) => action['title'] === title && action['type'] === 'Action.Execute')?.['data'];
}

describe.each(CASES)('the card of $name', ({ outcome }) => {
  const { card, fallbackText } = renderOutcome(outcome);

  test('is an Adaptive Card 1.5 of which the parser does not complain', () => {
    expect(card).toMatchObject({ type: 'AdaptiveCard', version: '1.5', fallbackText });
    expect(fallbackText).not.toBe('');
    expect(complaintsOf(card)).toEqual([]);
  });

  test('has every expression filled', () => {
    expect(JSON.stringify(card)).not.toContain('${');
  });

  test('gives each button a known verb and the same data for clients without Action.Execute', () => {
    for (const action of actionsOf(card)) {
      if (action['type'] !== 'Action.Execute') continue;
      expect(VERBS).toContain(action['verb']);
      const data = { verb: action['verb'], ...Object(action['data']) };
      expect(action['fallback']).toMatchObject({ type: 'Action.Submit', title: action['title'], data });
    }
  });

  test('labels every input, and offers at most six buttons in one place', () => {
    for (const node of nodesOf(card)) {
      if (String(node['type']).startsWith('Input.')) {
        expect(node['label']).toMatch(/\w/);
        expect(node['errorMessage']).toMatch(/\w/);
      }
      if (Array.isArray(node['actions'])) expect(node['actions'].length).toBeLessThanOrEqual(6);
    }
  });
});

test('every card has a heading, by which people who hear the screen find it', () => {
  const without = CASES.filter(
    ({ outcome }) => !nodesOf(renderOutcome(outcome).card).some((node) => node['style'] === 'heading'),
  );
  expect(without.map(({ name }) => name)).toEqual([]);
});

test('the create form keeps what was typed and says each problem directly under its input', () => {
  const outcome = OUTCOMES['create-form'].problems;
  const { card } = renderOutcome({
    ...outcome,
    form: { ...outcome.form, name: 'x'.repeat(130), problems: ['name-too-long', 'expiry-too-late'] },
  });
  const body = nodesOf(card).filter((node) => 'id' in node || problemIn(node) !== undefined);
  expect(body.map((node) => node['id'] ?? problemIn(node))).toEqual([
    'name',
    '✖ This name is too long. Use 120 characters or fewer.',
    'expiry',
    '✖ A secret lives one year at most. Choose 24 November 2027 or an earlier day.',
  ]);
  expect(body[0]).toMatchObject({ value: 'x'.repeat(130), maxLength: 120 });
  expect(body[2]).toMatchObject({ value: '2029-01-01', min: '2026-11-25', max: '2027-11-24' });
});

test('the create form asks beside the date whether an early day is meant, and says which days a policy allows', () => {
  const textsOf = (name: string) => nodesOf(drawn(name).card).map(({ text, title }) => text ?? title);
  expect(textsOf('create-form')).toEqual(expect.arrayContaining([expect.stringContaining('120 characters at most')]));
  const early = nodesOf(drawn('create-form-early').card).filter(
    (node) => 'id' in node || problemIn(node) !== undefined,
  );
  expect(early.map((node) => node['id'] ?? problemIn(node))).toEqual([
    'name',
    'expiry',
    expect.stringMatching(/^✖ .*less than six months.*Nothing was created yet/),
    'early',
  ]);
  expect(early[3]).toMatchObject({ type: 'Input.Toggle', value: 'false', valueOn: 'true' });
  expect(textsOf('create-form-with-a-policy')).toContain(
    '⚠ The policy of the organisation in Entra allows secrets until 22 February 2027. Entra refuses a later day, unless this application has a policy of its own.',
  );
});

test('a form carries its nonce alone, and Cancel works with empty inputs', () => {
  const create = drawn('create-form').card;
  expect(Object.keys(Object(dataOf(create, 'Create')))).toEqual(['nonce']);
  expect(actionsOf(create).find((a) => a['title'] === 'Cancel')).toMatchObject({ associatedInputs: 'none' });
  const remove = drawn('delete-form').card;
  expect(Object.keys(Object(dataOf(remove, 'Delete secret')))).toEqual(['nonce']);
});

test('the delete form asks for the application’s name only if the secret is the last live one', () => {
  expect(textOf(drawn('delete-form'))).not.toContain('typedName');
  expect(textOf(drawn('delete-form-last'))).toContain('"id":"typedName"');
  expect(textOf(drawn('delete-form'))).toContain('stops API access at once');
});

test('the list keeps its filter from page to page, and says filter and page', () => {
  const { card } = drawn('applications-middle');
  expect(dataOf(card, 'Previous')).toEqual({ filter: 'voorbeeld', page: 1 });
  expect(dataOf(card, 'Next')).toEqual({ filter: 'voorbeeld', page: 3 });
  expect(JSON.stringify(card)).toContain('Page 2 of 3 · 27 applications');
  expect(dataOf(drawn('applications').card, 'Next')).toBeUndefined();
});

test('the list says each status in words and with a mark, not by colour alone', () => {
  const text = linesOf(drawn('applications'));
  for (const status of ['⚠ Expiring', '✔ Valid', '✖ Expired', '⚠ No live secret']) expect(text).toContain(status);
});

test('a secret that is not valid yet is shown with the day from which it is, and lets nothing connect before', () => {
  const text = textOf(drawn('application-waiting'));
  expect(text).toContain('◷ Valid from 31 December 2026');
  expect(text).not.toContain('created 31 December');
  expect(text).toContain('cannot connect before 31 December 2026');
  expect(textOf(drawn('delete-form-upcoming'))).toContain('not valid yet');
  expect(textOf(drawn('deleted-upcoming'))).not.toContain('can no longer connect');
});

test('the list writes months and countries out, and says which applications reach the sandbox only', () => {
  const text = linesOf(drawn('applications'));
  expect(text).toContain('⚠ Expiring in 18 days');
  expect(text).toContain('Netherlands (NL)');
  expect(text).toContain('sandbox only');
});

test('the token example holds the client ID if one was named, and never a secret', () => {
  expect(textOf(drawn('help-token'))).toContain('client_id=<your client ID>');
  expect(textOf(drawn('help-token-named'))).toContain(`client_id=${SMC.clientId}`);
  expect(textOf(drawn('help-token-named'))).toContain('client_secret=<your client secret>');
});

test('the token example has a request for each address and scope, with the APIs and environments that it is for', () => {
  const code = String(
    nodesOf(drawn('help-token-targets').card).find(({ type }) => type === 'CodeBlock')?.['codeSnippet'],
  );
  expect(code.split('\n').filter((line) => /^(#|curl| .*scope)/.test(line))).toEqual([
    '# DM, production',
    "curl -X POST 'https://login.example/a' \\",
    "  --data-urlencode 'scope=api://dm/.default'",
    '# DM, sandbox',
    "curl -X POST 'https://login.example/b' \\",
    "  --data-urlencode 'scope=api://dm/.default'",
    '# SMC, production and sandbox',
    "curl -X POST 'https://login.example/b' \\",
    "  --data-urlencode 'scope=api://smc/.default'",
  ]);
});

test('a refusal shows its reference if it has one', () => {
  expect(textOf(drawn('refused-fault'))).toContain('Reference: 1a2b3c4d');
  expect(textOf(drawn('refused-busy'))).not.toContain('Reference');
});

test('a notice about an interrupted change says how it ended', () => {
  const undone = renderNotice({ kind: 'creation-undone', application: SMC, name: 'Secret by Anna', startedAt: NOW });
  const completed = renderNotice({ kind: 'deletion-completed', application: SMC });
  for (const { card } of [undone, completed]) {
    expect(complaintsOf(card)).toEqual([]);
    expect(JSON.stringify(card)).toContain(SMC.displayName);
  }
  expect(JSON.stringify(undone.card)).toContain('24 November 2026, 10:15 Greenwich time');
});
