/** Applications as people think of them. The dummy belongs to its organisation, but does not speak for it. */
export const APPLICATIONS = [
  { displayName: 'Partner-NL-Alpha-DM', organisation: 'Alpha', speaks: true },
  { displayName: 'Partner-NL-Alpha-SMC', organisation: 'Alpha', speaks: true },
  { displayName: 'PartnerAlternative-NL-Alpha-SMC', organisation: 'Alpha', speaks: false },
  { displayName: 'Partner-BE-Beta-DM', organisation: 'Beta', speaks: true },
  { displayName: 'Follows no convention', organisation: undefined, speaks: false },
] as const;
export const PERSONS = 4;

/** Who may do what, in full: people and applications by number. */
export class Model {
  readonly #assigned = new Set<string>();
  readonly #administrators: ReadonlySet<number>;

  constructor(assigned: readonly Pair[], administrators: readonly number[]) {
    for (const { person, app } of assigned) this.assign(person, app);
    this.#administrators = new Set(administrators);
  }

  assign(person: number, app: number): void {
    this.#assigned.add(`${person} ${app}`);
  }

  unassign(person: number, app: number): void {
    this.#assigned.delete(`${person} ${app}`);
  }

  /** Sees and changes its secrets. */
  manages(person: number, app: number): boolean {
    return this.#assigned.has(`${person} ${app}`);
  }

  managesAny(person: number): boolean {
    return APPLICATIONS.some((_, app) => this.manages(person, app));
  }

  /** Sees every application's name, managers, links and record, and changes who manages it. */
  administers(person: number): boolean {
    return this.#administrators.has(person);
  }

  /** The bot looks after it, so that an administrator sees its secrets: it follows the convention, or somebody manages it. */
  isLookedAfter(app: number): boolean {
    const isManaged = Array.from({ length: PERSONS }, (_, person) => person).some((person) =>
      this.manages(person, app),
    );
    return isManaged || APPLICATIONS[app]?.organisation !== undefined;
  }

  /** Speaks for the organisation when somebody asks for access: sees which application it is about. */
  confirms(person: number, app: number): boolean {
    const colleagues = APPLICATIONS.flatMap(({ organisation, speaks }, other) =>
      speaks && organisation === APPLICATIONS[app]?.organisation ? [other] : [],
    );
    return [app, ...colleagues].some((each) => this.manages(person, each));
  }
}

export interface Pair {
  readonly person: number;
  readonly app: number;
}

/** What a command needs of the person who asks. */
export type Right =
  | 'manage'
  | 'manage or administer'
  | 'manage or oversee'
  | 'oversee'
  | 'confirm or administer'
  | 'administer';

export function may(model: Model, right: Right, person: number, app: number): boolean {
  switch (right) {
    case 'manage':
      return model.manages(person, app);
    case 'manage or administer':
      return model.manages(person, app) || model.administers(person);
    case 'manage or oversee':
      return model.manages(person, app) || may(model, 'oversee', person, app);
    case 'oversee':
      return model.administers(person) && model.isLookedAfter(app);
    case 'confirm or administer':
      return model.confirms(person, app) || model.administers(person);
    case 'administer':
      return model.administers(person);
  }
}
