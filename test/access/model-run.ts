import { expect } from 'vitest';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { type Asker, samePerson } from '../../bot/domain/shared/person.ts';
import { ADMIN_ROLE } from '../../bot/domain/sign-in/session.ts';
import type { Command } from '../../bot/usecases/commands.ts';
import { createSetting, event, expectKind, type Setting, someone } from '../bot/usecases/shared/setting.ts';
import { APPLICATIONS, type Model, may, PERSONS, type Right } from './model.ts';
import { ABOUT_ONE } from './model-commands.ts';
import { inChannel } from './people.ts';
import { requestFor } from './prepare-scene.ts';
import { namesOf, textOf, typedIn } from './record.ts';
import { answerOf } from './rows.ts';
import { application, type Scene, secret } from './world.ts';

/** The use cases beside the model: the same people, applications and roles. */
export interface Run {
  readonly model: Model;
  readonly setting: Setting;
  readonly people: readonly Asker[];
  readonly scenes: readonly Scene[];
}

export async function createRun(model: Model): Promise<Run> {
  const applications = APPLICATIONS.map(({ displayName }, n) =>
    application(displayName, secret(`old-of-${n}`, `o${n}~`, 5), secret(`new-of-${n}`, `n${n}~`, 300)),
  );
  const setting = await createSetting(...applications);
  const people = Array.from({ length: PERSONS }, (_, n) => inChannel(someone(`P${n}`)));
  for (const [n, asker] of people.entries()) {
    setting.people.put({ ...asker.person, name: asker.name, address: '', guest: false });
    await signIn(model, setting, asker, n);
    for (const [a, each] of applications.entries()) if (model.manages(n, a)) await setting.assign(asker, each);
  }
  const [manager = someone()] = people;
  const scenes = applications.flatMap((ours): Scene[] => {
    const [old, fresh] = ours.secrets;
    return old === undefined || fresh === undefined ? [] : [{ setting, ours, old, fresh, people: { manager } }];
  });
  return { model, setting, people, scenes };
}

function signIn(model: Model, setting: Setting, asker: Asker, n: number): Promise<void> {
  return setting.signIn(asker, { roles: model.administers(n) ? [ADMIN_ROLE] : [] });
}

interface Cast {
  readonly scene: Scene;
  readonly asker: Asker;
}

function cast({ people, scenes }: Run, by: number, app: number, turn: number): Cast {
  const [asker, scene] = [people[by], scenes[app]];
  if (asker === undefined || scene === undefined) throw new Error('nobody, or nothing');
  // Each run has a channel of its own, and gets back what was deleted, so that no turn depends on another.
  scene.setting.directory.put(scene.ours);
  return { scene, asker: inChannel(asker, `19:${turn}@thread.tacv2`) };
}

/** A command about one application shows or changes it for those who may, and for nobody else. */
export async function ask(run: Run, by: number, app: number, what: string, turn: number): Promise<void> {
  const { scene, asker } = cast(run, by, app, turn);
  const about = ABOUT_ONE[what];
  if (about === undefined) throw new Error(`no command: ${what}`);
  const command = await about.of(scene, asker);
  const outcome = await run.setting.run(command, asker);
  const secrets = (await run.setting.directory.application(scene.ours.clientId))?.secrets;
  const touched = names(scene, outcome, command) || isDone(outcome) || secrets?.length !== scene.ours.secrets.length;
  expect({ what, touched }).toEqual({ what, touched: may(run.model, about.right, by, app) });
  expectNoStranger(run, by, outcome, command, about.right);
}

/** Something was done without a word of what. */
function isDone(outcome: Outcome): boolean {
  return ['claim', 'note: claimed-before', 'note: settled'].includes(answerOf(outcome));
}

function names(scene: Scene, outcome: Outcome, command: Command): boolean {
  const text = textOf(outcome, ...typedIn(command));
  return namesOf(scene).some((name) => text.includes(name));
}

/**
 * No outcome names an application that the person neither manages nor administers, unless the person speaks for its
 * organisation and was asked to review a request.
 */
export function expectNoStranger(run: Run, by: number, outcome: Outcome, command: Command, right?: Right): void {
  const reviewers = right === 'confirm or administer' || command.kind === 'requests';
  const known = reviewers ? 'confirm or administer' : 'manage or administer';
  const strangers = run.scenes.filter((_, app) => !may(run.model, known, by, app));
  const named = strangers.filter((scene) => names(scene, outcome, command));
  expect(named.map(({ ours }) => ours.displayName)).toEqual([]);
}

/** Assigns or unassigns, with all questions on the way. The model follows if the person may do it. */
export async function change(
  run: Run,
  act: 'assign' | 'unassign',
  by: number,
  app: number,
  whom: number,
): Promise<void> {
  const { scene, asker } = cast(run, by, app, 0);
  const words = run.people[whom]?.person.oid ?? '';
  const wish = { kind: act, people: [{ kind: 'words', words }], query: '', clientIds: [scene.ours.clientId] } as const;
  let outcome = await run.setting.run(wish, asker);
  for (let asks = 0; asks < 2 && outcome.kind === 'assignment-form'; asks++) {
    const submit = { kind: 'submit-assignment', nonce: outcome.form.nonce, confirmedBy: 'Jan', lastToo: true } as const;
    outcome = await run.setting.run(submit, asker);
  }
  if (!run.model.administers(by)) return void expectKind(outcome, 'refused');
  expectKind(outcome, 'assignments-changed');
  const managed = run.model.managesAny(whom);
  run.model[act](whom, app);
  await expectSession(run, whom, !managed || run.model.managesAny(whom));
}

/** The session of somebody who loses their last application ends with it. Afterwards the person signs in again. */
async function expectSession({ model, setting, people }: Run, whom: number, lasts: boolean): Promise<void> {
  const asker = people[whom];
  if (asker === undefined) throw new Error('nobody');
  const session = await setting.ledger.sessions.find(asker.person, setting.clock.clock());
  expect({ session: session !== undefined }).toEqual({ session: lasts });
  await signIn(model, setting, asker, whom);
}

/** Approves a confirmed request of somebody: never one's own. */
export async function approve(run: Run, by: number, app: number, whom: number, turn: number): Promise<void> {
  const { scene, asker } = cast(run, by, app, turn);
  const applicant = run.people[whom] ?? asker;
  const request = await requestFor(scene, applicant, 'confirmed');
  const clientIds = [scene.ours.clientId];
  const press = { kind: 'review', request, act: 'approve', clientIds, confirmedBy: '', shared: false } as const;
  const outcome = await run.setting.run(press, asker);
  await run.setting.ledger.requests.decline(request, { by: { ...asker.person, name: '' }, at: new Date() }, END);
  if (!run.model.administers(by) || by === whom) return void expectKind(outcome, 'refused');
  expectKind(outcome, 'request');
  run.model.assign(whom, app);
}
const END = { audit: event, messages: [] };

/** Who holds what in the ledger is what the model says. */
export async function expectSameRoles({ model, setting, people, scenes }: Run): Promise<void> {
  const all = await setting.ledger.assignments.all();
  for (const [n, asker] of people.entries()) {
    const held = all.filter(({ person }) => samePerson(person, asker.person)).map(({ clientId }) => clientId);
    const expected = scenes.filter((_, app) => model.manages(n, app)).map(({ ours }) => ours.clientId);
    expect(held.sort()).toEqual(expected.sort());
  }
}
