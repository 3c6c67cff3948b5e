/** An application permission (app role) of Microsoft Graph. */
export interface GraphPermission {
  readonly name: string;
  /** The app role's id, the same in every tenant. */
  readonly appRoleId: string;
  readonly why: string;
  /** `report`: only with SIGN_IN_REPORT=on or SIGN_IN_LOG=on. `optional` and `accounts`: the bot works without it. */
  readonly when: 'always' | 'report' | 'optional' | 'accounts';
}

/**
 * All permissions that the bot may ever hold in Microsoft Graph. Mail is not among them: the right to send as one
 * mailbox is given in Exchange (RBAC for Applications), because Mail.Send would cover every mailbox of the tenant. Ids:
 * https://learn.microsoft.com/graph/permissions-reference
 */
export const GRAPH_PERMISSIONS = [
  {
    name: 'Application.ReadWrite.OwnedBy',
    appRoleId: '18a4783c-866b-4cc7-a460-3d5e5662c884',
    why: 'creates and removes the secrets of the applications it owns, and lists all',
    when: 'always',
  },
  {
    name: 'User.ReadBasic.All',
    appRoleId: '97235f07-e226-4f63-ace3-39588e11d3a1',
    why: "finds people by name or address, and a manager's mail address",
    when: 'always',
  },
  {
    name: 'AuditLog.Read.All',
    appRoleId: 'b0afded3-3588-46d8-8b3d-9842eff778da',
    why: 'reads when secrets were used, and which sign-ins were refused',
    when: 'report',
  },
  {
    name: 'Policy.Read.All',
    appRoleId: '246dd0d5-5bd0-4def-940b-0421030a5b68',
    why: 'lets the doctor see whether Conditional Access asks for MFA',
    when: 'optional',
  },
  {
    name: 'User.Read.All',
    appRoleId: 'df021288-bdef-4463-88db-98f22de89214',
    why: 'sees whether the account of a manager is disabled',
    when: 'accounts',
  },
] as const satisfies readonly GraphPermission[];

/** The permissions that the bot needs with these settings. */
export function neededPermissions({
  signInReport,
  signInLog,
}: {
  readonly signInReport: boolean;
  readonly signInLog: boolean;
}): readonly GraphPermission[] {
  const reads = signInReport || signInLog;
  return GRAPH_PERMISSIONS.filter(({ when }) => when === 'always' || (when === 'report' && reads));
}

/** The permissions with which the doctor sees policies. The bot may hold them or not. */
export const POLICY_PERMISSIONS: readonly GraphPermission[] = GRAPH_PERMISSIONS.filter(
  ({ when }) => when === 'optional',
);

/** The permissions with which the bot sees whose account is disabled. It may hold them or not. */
export const ACCOUNT_PERMISSIONS: readonly GraphPermission[] = GRAPH_PERMISSIONS.filter(
  ({ when }) => when === 'accounts',
);

/** The permissions that the bot may hold or not. */
export const OPTIONAL_PERMISSIONS: readonly GraphPermission[] = [...POLICY_PERMISSIONS, ...ACCOUNT_PERMISSIONS];
