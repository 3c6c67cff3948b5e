import { mutantsOf } from '../mutant.ts';

const TESTS = 'test/bot/usecases/secrets';

/** What may be created and deleted, what a form is worth, and what happens to a change that was interrupted. */
export const SECRETS = [
  ...mutantsOf(
    'bot/usecases/secrets/open-form.ts',
    [`${TESTS}/submitted-forms.test.ts`, `${TESTS}/create.test.ts`, `${TESTS}/delete.test.ts`],
    [
      [
        'if (operation === undefined || operation.kind !== kind)',
        'if (operation === undefined)',
        'a form is used for what it was opened for',
      ],
      [
        'if (!samePerson(operation.asker.person, asker.person))',
        'if (operation.asker.person.oid === asker.name)',
        'a form is of one person',
      ],
      [
        "if (operation.state === 'open' && age > FORM_LIFETIME_MS)",
        "if (operation.state === 'added' && age > FORM_LIFETIME_MS)",
        'a form ends',
      ],
      [
        'return assigned ? operation : refuseAccess',
        'return assigned || keyId === undefined ? operation : refuseAccess',
        'a form gives no right',
      ],
    ],
  ),
  ...mutantsOf(
    'bot/usecases/secrets/submit-create.ts',
    [
      `${TESTS}/submitted-forms.test.ts`,
      `${TESTS}/form-warnings.test.ts`,
      `${TESTS}/create.test.ts`,
      `${TESTS}/access-ended.test.ts`,
    ],
    [
      [
        "if (operation.state !== 'open') return repeated(operation);",
        "if (operation.state === 'done') return repeated(operation);",
        'a form that is under way creates nothing',
      ],
      [
        'const wanted = isEarly && (limit === undefined || !isShortLived(limit.latest, now)) ? EARLY : parsed;',
        'const wanted = parsed;',
        'a short life is meant',
      ],
      [
        'return withApplicationLock(deps, operation, () => createUnderLock({ deps, operation, wanted, asker, after }));',
        'return createUnderLock({ deps, operation, wanted, asker, after });',
        'one change of an application at a time',
      ],
      [
        "if (begun !== 'begun') return begun;\n  const issued",
        'const issued',
        'nothing is created that was not recorded',
      ],
      [
        "if (access !== 'deliverable') return undoCreation",
        "if (access === 'not-intended') return undoCreation",
        'no value after the access has ended',
      ],
      [
        "if (delivered === undefined || delivered === 'access-ended')\n    return",
        'if (delivered === undefined || delivered === "access-ended")\n    if (delivered === undefined) return',
        'a value that nobody may have is taken back',
      ],
      [
        'const removeAt = new Date(now.getTime() + minutes * 60_000);',
        'const removeAt = new Date(now.getTime() + minutes * 600_000);',
        'the message goes after its minutes',
      ],
      ["if (operation.state === 'done') return refused('already-created');", '', 'a form that was used says so'],
      [
        'const knownKeyIds = current.secrets.map((secret) => secret.keyId);',
        'const knownKeyIds: readonly string[] = [];',
        'what was there before is known',
      ],
      ["await deps.jobs.wake('remove-messages', removeAt);", '', 'the message is removed at its time'],
    ],
  ),
  ...mutantsOf(
    'bot/usecases/secrets/deliver.ts',
    [`${TESTS}/create.test.ts`, `${TESTS}/access-ended.test.ts`],
    [
      [
        "if (here.kind === 'unknown' || asker.conversation",
        'if (asker.conversation',
        'a value that may have arrived is not sent again',
      ],
      [
        "|| asker.conversation.kind === 'personal') return undefined;",
        ') return undefined;',
        'a refused chat is not tried again',
      ],
      [
        "if (!(await isDeliverable())) return 'access-ended';",
        '',
        'access is looked up again before the second attempt',
      ],
      [
        "if (personal.kind === 'delivered') return",
        "if (personal.kind !== 'refused') return",
        'nobody is said to have what did not arrive',
      ],
    ],
  ),
  ...mutantsOf(
    'bot/usecases/secrets/undo-creation.ts',
    [`${TESTS}/create.test.ts`],
    [
      ["if (removal === 'absent') return leave(deps, operation, reference);", '', 'an absent secret may only be late'],
      ['await deps.ledger.operations.postpone(nonce, at);', '', 'a failed removal is tried within seconds'],
      [
        'return leave(deps, operation, reference);\n  }\n  const about',
        "return refused('nothing-created', reference);\n  }\n  const about",
        'a failed removal is left to reconciliation',
      ],
      [
        'export const FIRST_RETRY_MS = 2_000;',
        'export const FIRST_RETRY_MS = 60_000;',
        'a failed removal is tried again within seconds',
      ],
    ],
  ),
  ...mutantsOf(
    'bot/usecases/secrets/reconcile.ts',
    [
      `${TESTS}/reconcile.test.ts`,
      `${TESTS}/create.test.ts`,
      `${TESTS}/delete.test.ts`,
      `${TESTS}/access-ended.test.ts`,
    ],
    [
      ["if (removal === 'absent' && !certain) return false;", '', 'an absent secret may only be late'],
      [
        'if (keyId === undefined) return certain && settle',
        'if (keyId === undefined) return settle',
        'a creation is not undone before Entra shows what it did',
      ],
      [
        '!others.includes(secret.keyId) && mayHaveCreated(operation, secret)',
        'mayHaveCreated(operation, secret)',
        "another creation's secret is not taken",
      ],
      [
        "if (operation.state === 'intended')\n    await",
        "if (operation.state === 'added')\n    await",
        'what was created is recorded',
      ],
      [
        "if (claimed.length === BATCH) await deps.jobs.wake('reconcile', now);",
        '',
        'what did not fit into one run is taken up at once',
      ],
      [
        "const first = operation.kind === 'create' ? FIRST_RETRY_MS : ATTEMPT_MS;",
        'const first = ATTEMPT_MS;',
        'a live secret that nobody has is tried again within seconds',
      ],
      [
        'Math.min(first * 2 ** (operation.attempts - 1), LONGEST_WAIT_MS)',
        'first * 2 ** (operation.attempts - 1)',
        'pauses have a longest',
      ],
      [
        'if (!settled && operation.attempts > ALARM_AFTER)',
        'if (!settled && operation.attempts > 1_000)',
        'operators hear of what does not end',
      ],
      [
        'if (!(await attempt(deps, operation, told))) await putOff(deps, operation);',
        'await attempt(deps, operation, told);',
        'what failed is tried again',
      ],
    ],
  ),
  ...mutantsOf(
    'bot/domain/secrets/last-live.ts',
    [
      'test/bot/domain/secrets/last-live.test.ts',
      'test/bot/domain/secrets/may-have-created.test.ts',
      `${TESTS}/last-live.test.ts`,
      `${TESTS}/create.test.ts`,
      `${TESTS}/delete.test.ts`,
    ],
    [
      ['!operation.knownKeyIds.includes(secret.keyId) &&\n', '', 'a secret that was there before is not ours'],
      ['secret.name === operation.secretName &&\n', '', 'a secret of another name is not ours'],
      [
        'wholeSecond(secret.end).getTime() === wholeSecond(operation.secretEnd).getTime()',
        'wholeSecond(secret.end).getTime() > 0',
        'a secret with another end is not ours',
      ],
      ['if (own !== undefined && !isLive(own, now)) return false;', '', 'an expired secret is not the last live one'],
      ['&& !changes.some((change) => takesAway(change, other, readAt)),', ',', 'what is being removed does not count'],
      [
        "return isIts && change.kind === 'delete' && isUnseen(change, readAt);",
        'return false;',
        'what was removed just now does not count',
      ],
      [
        "return isIts && change.kind === 'create' && isUnseen(change, readAt);",
        'return false;',
        'what reached nobody does not count',
      ],
      [
        'return at !== undefined && at >= unseenSince(readAt);',
        'return at !== undefined;',
        'an old removal is in what Entra shows',
      ],
      ['return new Date(readAt.getTime() - REPLICATION_MS);', 'return readAt;', 'Entra shows a change late'],
    ],
  ),
  ...mutantsOf(
    'bot/usecases/secrets/confirm-delete.ts',
    [`${TESTS}/delete.test.ts`, `${TESTS}/last-live.test.ts`, 'test/bot/usecases/secrets/uses/in-use.test.ts'],
    [
      ["if (operation.state === 'done') return gone(operation);", '', 'a second press deletes nothing'],
      [
        'const confirmedLast = isTyped && warned.last;',
        'const confirmedLast = isTyped;',
        'a name confirms what the form has said',
      ],
      ['const isTyped = isConfirmedBy(typedName, current);', "const isTyped = typedName !== '';", 'the name is typed'],
      ["if (begun === 'last-live') return askForMore(deletion, seen, true);", '', 'the last live secret asks for more'],
      [
        "if (removal === 'absent' && (await isNew",
        "if (removal !== 'absent' && (await isNew",
        'a new secret that is not shown yet is not called deleted',
      ],
    ],
  ),
  ...mutantsOf(
    'bot/domain/secrets/secret-form.ts',
    ['test/bot/domain/secrets/secret-form.test.ts'],
    [
      ["if (day > dayNumber(latest, zone)) return 'expiry-too-late';", '', 'a secret lives a year at most'],
      ["if (day <= dayNumber(now, zone)) return 'expiry-past';", '', 'a secret ends in the future'],
      [
        'return new Date(Math.min(end.getTime(), latest.getTime()));',
        'return end;',
        'the last day is not longer than a year',
      ],
      ["if (hasControlCharacters(name)) return ['name-control'];", '', 'a name has no control characters'],
      ["return [...name].length > NAME_LIMIT ? ['name-too-long'] : [];", 'return [];', 'a name has a length'],
      ['return end < addMonths(wholeSecond(now), SHORT_MONTHS);', 'return end < now;', 'a short life is asked about'],
    ],
  ),
];
