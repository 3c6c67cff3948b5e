import { createTenant } from '../../../../infra/local/tenant/tenant.ts';
import type { LocalWorld } from '../../../../infra/local/world.ts';

/** Puts policies, consents, accounts and sessions in order again. The registration keeps its redirect addresses. */
export function restoreTenant(world: LocalWorld): void {
  const { redirectUris } = world.registration.web;
  Object.assign(world, createTenant(world, world.people, new Date()));
  world.registration.web.redirectUris.push(...redirectUris);
  for (const { oid } of world.people) world.setLeft(oid, false);
}
