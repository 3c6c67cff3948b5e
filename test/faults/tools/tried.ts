import { expect } from 'vitest';
import type { Pressed } from './checks/change-check.ts';
import type { Prepared } from './paths/write-path.ts';

/** What was tried in one world. */
export interface Tried {
  /** Faults that were really injected. */
  readonly injected: number;
  /** Those that were planned, and whose step did not come. */
  readonly missed: readonly string[];
  /** The names of the secrets whose person got an answer to the press. */
  readonly answered: ReadonlySet<string>;
  /** Changes that are about no secret. */
  readonly changes: readonly Pressed[];
}

/** Notes what is tried, one press after the other. */
export interface Notes {
  /** Presses, and notes what the bot has answered. */
  press(prepared: Prepared): Promise<void>;
  injected(): void;
  missed(what: string): void;
  all(): Tried;
}

export function createNotes(): Notes {
  const answered = new Set<string>();
  const missed: string[] = [];
  const changes: Pressed[] = [];
  let injected = 0;
  return {
    press: async ({ about, press, change }) => {
      const answer = await press();
      if (answer !== 'none') for (const name of about) answered.add(name);
      if (change !== undefined) changes.push({ saidDone: answer === 'done', change });
    },
    injected: () => {
      injected += 1;
    },
    missed: (what) => void missed.push(what),
    all: () => ({ injected, missed, answered, changes }),
  };
}

/** What was tried on several paths of one world. */
export function together(all: readonly Tried[]): Tried {
  return {
    injected: all.reduce((sum, { injected }) => sum + injected, 0),
    missed: all.flatMap(({ missed }) => missed),
    answered: new Set(all.flatMap(({ answered }) => [...answered])),
    changes: all.flatMap(({ changes }) => changes),
  };
}

/** Steps that did not come once more are no failure of the bot, but most of them must come. */
export function expectFewMissed({ injected, missed }: Tried): void {
  expect(missed.length, `steps that did not come: ${missed.join('; ')}`).toBeLessThan(injected / 5);
}
