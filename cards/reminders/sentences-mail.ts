/** The words of the e-mails about expiring secrets. */
export const MAIL = {
  consequence:
    'If a secret is not replaced before it expires, systems that use it can no longer connect. Old and new overlap, so nothing is interrupted if you rotate in time.',
  howTitle: 'How to rotate',
  how: 'Open Microsoft Teams, go to the chat with API Credentials, and type:',
  steps:
    'I lead you through the four steps: create the new secret, update your system, confirm that it connects, delete the old one.',
  stop: 'You get this e-mail because you are a credential manager of these applications. To stop these e-mails, type “notify mail off” in the chat with API Credentials in Teams. Reminders in Teams go on.',
  secretsNever: 'This e-mail holds no secret. Please never send one by e-mail.',
  done: 'All of the client secrets that this was about are taken care of. Nothing is left to do.',
  subjectDone: 'Client secrets: nothing left to do',
} as const;

/** `first` like `in 5 days` or `yesterday`. Numbers only: nothing that somebody typed gets into a header. */
export function mailSubject(live: number, expired: boolean, first: string): string {
  if (live === 0) return MAIL.subjectDone;
  const verb = expired ? 'expired' : 'expires';
  if (live === 1) return `A client secret ${verb} ${first}`;
  return `Client secrets: ${live} need attention, the most urgent ${verb} ${first}`;
}

export function rotateCommand(application: string): string {
  return `rotate ${application}`;
}
