import { setTimeout as wait } from 'node:timers/promises';
import type { Phase, Step } from './step-names.ts';

/** What happens at a step. */
export type Act =
  | { readonly how: 'go' }
  /** SIGKILL for the process. `before`: the step is not done. `after`: it is done, and its answer never arrives. */
  | { readonly how: 'kill' }
  /** The connection is closed. */
  | { readonly how: 'cut' }
  /** The answer breaks off in the middle, and then the connection is closed. */
  | { readonly how: 'half' }
  /** `before`: nothing is done. `after`: it is done. In both cases this is the answer. */
  | { readonly how: 'answer'; readonly status: number; readonly code?: string; readonly retryAfterSeconds?: number }
  | { readonly how: 'delay'; readonly ms: number }
  /** Something happens at this moment, and then the step goes on. */
  | { readonly how: 'meanwhile'; readonly work: () => Promise<unknown> }
  /** The database answers with the error of this SQLSTATE, in place of doing it. */
  | { readonly how: 'fail'; readonly state: string };

export const GO: Act = { how: 'go' };

/** Resolves when the step may go on; undefined if it need not wait at all. */
export function pauseOf(act: Act): Promise<unknown> | undefined {
  if (act.how === 'delay') return wait(act.ms);
  return act.how === 'meanwhile' ? act.work() : undefined;
}

export interface Target {
  /** If it is left out, every process is meant. */
  readonly by?: string;
  readonly name: string;
  /** Counted from 1, from the moment at which the fault is planned. */
  readonly nth: number;
  readonly phase: Phase;
}

export interface Planned {
  /** Whether the fault was really injected. */
  isDone(): boolean;
  /** Resolves when it is injected. */
  readonly done: Promise<void>;
  /** Takes it back if it was not injected. */
  forget(): void;
}

/** Which fault meets which step. Proxies ask it at every step, and do what it says. */
export interface Plan {
  meet(step: Step): Act;
  next(target: Target, act: Act): Planned;
  /** Every matching step gets this answer until the returned function is called; that gives how often it was injected. */
  always(target: Omit<Target, 'nth'>, act: Act): () => number;
  /** Whether a fault is planned that was not injected yet. */
  isWaiting(): boolean;
  /** Notes the names of all steps until the returned function is called, which gives them. */
  record(by?: string): () => readonly string[];
}

interface Waiting {
  readonly target: Target;
  readonly act: Act;
  seen: number;
  done: boolean;
  readonly tell: () => void;
}

/** `killed` is called at the moment of a kill; it sends the signal. */
export function createPlan(kill: (by: string) => void): Plan {
  let waiting: Waiting[] = [];
  const rules = new Set<{ readonly target: Omit<Target, 'nth'>; readonly act: Act; times: number }>();
  const recorders = new Set<(step: Step) => void>();
  const fits = (target: Omit<Target, 'nth'>, { by, name, phase }: Step) =>
    (target.by ?? by) === by && target.name === name && target.phase === phase;

  const actAt = (step: Step): Act => {
    for (const one of waiting.filter(({ target }) => fits(target, step))) {
      one.seen += 1;
      if (one.seen !== one.target.nth) continue;
      waiting = waiting.filter((other) => other !== one);
      one.done = true;
      one.tell();
      return one.act;
    }
    for (const rule of rules) {
      if (!fits(rule.target, step)) continue;
      rule.times += 1;
      return rule.act;
    }
    return GO;
  };

  return {
    meet: (step) => {
      for (const note of recorders) note(step);
      const act = actAt(step);
      if (act.how === 'kill') kill(step.by);
      return act;
    },
    next: (target, act) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const one: Waiting = { target, act, seen: 0, done: false, tell: resolve };
      waiting.push(one);
      return {
        isDone: () => one.done,
        done: promise,
        forget: () => {
          waiting = waiting.filter((other) => other !== one);
        },
      };
    },
    isWaiting: () => waiting.length > 0,
    always: (target, act) => {
      const rule = { target, act, times: 0 };
      rules.add(rule);
      return () => {
        rules.delete(rule);
        return rule.times;
      };
    },
    record: (by) => {
      const names: string[] = [];
      const note = (step: Step) => {
        if (step.phase === 'before' && (by ?? step.by) === step.by) names.push(step.name);
      };
      recorders.add(note);
      return () => {
        recorders.delete(note);
        return names;
      };
    },
  };
}

/** Each name with its place among its equals: `insert audit` the second time, for instance. */
export function numbered(names: readonly string[]): readonly { readonly name: string; readonly nth: number }[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return { name, nth };
  });
}

/** The steps of the first walk, in their order, as often as the second one has them, too. */
export function stepsInBoth(first: readonly string[], second: readonly string[]): readonly string[] {
  const left = [...second];
  return first.filter((name) => {
    const index = left.indexOf(name);
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

/** So many of a list, at equal distances from its beginning on. `from`, below 1: how far into the first distance. */
export function evenly<T>(list: readonly T[], count: number, from = 0): readonly T[] {
  return Array.from({ length: count }, (_, index) => list[Math.floor(((index + from) * list.length) / count)] as T);
}
