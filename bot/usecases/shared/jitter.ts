import type { Deps } from './deps.ts';

/** From 0 to 1: keeps many attempts from coming back together. */
export function jitterOf({ random }: Pick<Deps, 'random'>): number {
  return Number.parseInt(random.id().slice(0, 4), 16) / 0xffff;
}
