/** The commands that an administrator can run instead. They contain ids only, so no name can become part of a command. */
export function assignmentCommands(
  graphUrl: string,
  bot: string,
  applications: readonly { readonly objectId: string }[],
): string {
  const reference = `${graphUrl}/v1.0/directoryObjects/${bot}`;
  const cli = applications.map(({ objectId }) =>
    [
      'az rest --method POST \\',
      `  --url '${graphUrl}/v1.0/applications/${objectId}/owners/$ref' \\`,
      `  --body '{"@odata.id": "${reference}"}'`,
    ].join('\n'),
  );
  const powershell = applications.map(({ objectId }) =>
    [
      `New-MgApplicationOwnerByRef -ApplicationId ${objectId} -BodyParameter @{`,
      `  '@odata.id' = '${reference}'`,
      '}',
    ].join('\n'),
  );
  const sections = [
    ['# With the Azure CLI, as Application Administrator (or add --perform to this command):', ...cli],
    ['# Or with Graph PowerShell, after Connect-MgGraph -Scopes Application.ReadWrite.All:', ...powershell],
  ];
  return sections
    .map((section) => ['', ...section].join('\n'))
    .join('\n')
    .concat('\n');
}
