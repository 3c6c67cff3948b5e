import { mutantsOf } from '../mutant.ts';

const ACCESS = 'test/bot/usecases/access';

/** Who may do what: managers, those who confirm, and administrators. */
export const ACCESS_MUTANTS = [
  ...mutantsOf(
    'bot/usecases/shared/administrators.ts',
    [`${ACCESS}/access.test.ts`, `${ACCESS}/assign.test.ts`],
    [
      [
        'return session?.roles.includes(ADMIN_ROLE) === true && satisfies',
        'return session !== undefined && satisfies',
        'an administrator has the role',
      ],
      [
        "=== true && satisfies(session, 'read', settings.policy, clock());",
        '=== true;',
        'a role that was taken away ends',
      ],
      [
        'if (await isAdministrator(deps)) return undefined;',
        'if (what !== "") return undefined;',
        'what administrators do is refused to others',
      ],
    ],
  ),
  ...mutantsOf(
    'bot/usecases/shared/applications.ts',
    [`${ACCESS}/access.test.ts`, 'test/bot/usecases/secrets/delete.test.ts', `${ACCESS}/gone-applications.test.ts`],
    [
      [
        '.some((application) => application.clientId === wanted);',
        '.some((application) => application.clientId !== "");\n',
        'a manager manages these applications',
      ],
      ['if (!administrator) return findMine(deps, purpose, query, hint);', '', 'others find their own'],
      [
        'await recordRefusal(deps, asker, { ...about, detail: `button: ${purpose}` });',
        '',
        'a button for what is not theirs is recorded',
      ],
    ],
  ),
  ...mutantsOf(
    'bot/usecases/access/submit-assignment.ts',
    [`${ACCESS}/assign.test.ts`, `${ACCESS}/last-application.test.ts`],
    [
      ['if (refusal !== undefined) return refusal;', '', 'administrators assign'],
      [
        'const mine = form !== undefined && samePerson(form.asker.person, asker.person);',
        'const mine = form !== undefined;',
        'a form is of one person',
      ],
      [
        'if (!mine || deps.clock().getTime() - form.openedAt.getTime() > FORM_LIFETIME_MS)',
        'if (!mine)',
        'a form ends',
      ],
      [
        "const problem = form.act === 'assign' ? problemOf(command.confirmedBy) : undefined;",
        'const problem = undefined;',
        'an assignment is confirmed by somebody',
      ],
      [
        "form.state === 'warned' && command.lastToo, command",
        'command.lastToo, command',
        'the second question is asked',
      ],
    ],
  ),
  ...mutantsOf(
    'bot/usecases/access/review.ts',
    [`${ACCESS}/review.test.ts`],
    [
      [
        "if (own) return refuse(deps, command, 'own-request', asker, request);",
        '',
        'nobody decides on their own request',
      ],
      [
        "if (!reviewer.administrator && !reviewer.confirmer) return refuse(deps, command, 'request-gone', asker, request);",
        '',
        'a stranger learns nothing of a request',
      ],
      [
        "if (command.act !== 'show' && request.expiresAt <= deps.clock())",
        "if (command.act === 'show' && request.expiresAt <= deps.clock())",
        'a request ends',
      ],
      [
        "return view.may === 'confirm' ? confirm(press) : cannot(press);",
        'return confirm(press);',
        'the organisation confirms',
      ],
      [
        "return view.may === 'approve' ? approve(press) : cannot(press);",
        'return approve(press);',
        'an administrator approves',
      ],
      [
        "return view.may === 'nothing' ? cannot(press) : decline(press);",
        'return decline(press);',
        'only those who may decide decline',
      ],
      [
        'const chosen = view.applications.filter(({ clientId }) => wanted.has(clientId));',
        'const chosen = view.applications;',
        'what was chosen is approved',
      ],
      [
        "if (found !== undefined && awayIn(found) !== undefined) return refuse(deps, command, 'asker-left', asker, request);",
        '',
        'somebody who has left is given nothing',
      ],
      [
        "need: { of: ({ act }) => (act === 'approve' || act === 'decline' ? 'step-up' : 'read') },",
        "need: { of: ({ act }) => (act === 'decline' ? 'step-up' : 'read') },",
        'approving takes a step-up',
      ],
    ],
  ),
  ...mutantsOf(
    'bot/usecases/access/confirmers.ts',
    [`${ACCESS}/review.test.ts`, `${ACCESS}/request.test.ts`, `${ACCESS}/leavers.test.ts`],
    [
      ['.filter((person) => !samePerson(person, asker));', ';', 'nobody confirms for themselves'],
      [
        'return index >= 0 && isThere(manager.away?.how, statuses[index]);',
        'return index >= 0;',
        'somebody who has left confirms nothing',
      ],
      [
        'const others = all.filter((one) => isPartner(apis, one) && organisations',
        'const others = all.filter((one) => organisations',
        'managers of the dummy confirm nothing',
      ],
    ],
  ),
  ...mutantsOf(
    'bot/domain/access/assignment.ts',
    ['test/bot/domain/access/assignment.test.ts'],
    [
      ['return lastToo && (form === undefined ||', 'return (form === undefined ||', 'the last manager is asked about'],
      [
        'abandoned.every((clientId) => form.warnedOf.includes(clientId)));',
        'abandoned.length > 0);',
        'only what the form warned of is abandoned',
      ],
      [
        'abandoned: [...touched].filter((clientId) => !staffed.has(clientId)),',
        'abandoned: [...touched],',
        'an application with another manager is not abandoned',
      ],
      [
        'const present = new Set(presentOf(currentManagers).map(pairKey));',
        'const present = new Set(currentManagers.map(pairKey));',
        'somebody who is away is no manager',
      ],
    ],
  ),
  ...mutantsOf(
    'bot/domain/access/away.ts',
    ['test/bot/domain/access/away.test.ts'],
    [
      [
        "(known === 'left' || enabled === true)",
        "(known === 'left' || enabled !== false)",
        'a disabled account is back if Entra says so',
      ],
      ['news > FEW && news > there * FAR_TOO_MANY', 'news > there', 'far too many leavers are not believed'],
      ['news > FEW && ', '', 'a few may always go'],
    ],
  ),
  ...mutantsOf(
    'bot/domain/access/access-request.ts',
    ['test/bot/domain/access/access-request.test.ts'],
    [
      [
        "return isLastingRequest(request) && request.state !== 'folded';",
        'return isLastingRequest(request);',
        'a folded request is not open',
      ],
      ["case 'folded':\n", '', 'a folded request tells nothing'],
      [
        "return [...text].length > REASON_LIMIT ? 'reason-too-long' : undefined;",
        'return undefined;',
        'a reason has a length',
      ],
    ],
  ),
];
