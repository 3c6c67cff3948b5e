/** The expected "no" answers. Each has one sentence in cards/sentences.ts that says what happened and what to do. */
export type Refusal =
  | 'form-expired' // the form's nonce is unknown, too old, or another person's: one neutral answer for all
  | 'already-created' // the same form created its secret before; nothing was created again
  | 'form-used' // submitted before with another end (undone): open a new one
  | 'in-progress' // the same form is being carried out right now
  | 'not-yours' // not assigned (any more); says no more than that
  | 'nothing-created' // delivery failed everywhere, the new secret was removed again
  | 'removal-pending' // delivery failed, removal goes on in the background; the value is dead to everyone
  | 'outcome-unknown' // Entra did not answer clearly; reconciliation settles it and tells the person
  | 'policy' // the organisation's policy refused this lifetime or credential type
  | 'full' // the application holds too many credentials
  | 'busy' // throttled, or another change of this application is under way: try again shortly
  | 'directory-absent' // Entra does not know the application (any more)
  | 'directory-forbidden' // the bot is not allowed: its operator must look
  | 'directory-unreachable'
  | 'channel-only' // a managers' channel can only be a channel of a team
  | 'administrators-only'
  | 'request-gone' // unknown, or not for the asker to see: one neutral answer
  | 'request-over' // decided, expired, or confirmed before
  | 'own-request' // nobody confirms or approves their own
  | 'not-confirmed' // the organisation has to confirm it first
  | 'asker-left' // the directory does not know any more who asked
  | 'too-many-requests'
  | 'no-mail' // the operator has not set up e-mail
  | 'digest-gone' // unknown, or not shown in this conversation
  | 'rotation-gone' // unknown, or of an application that is not the asker's: one neutral answer
  | 'rotation-over' // ended before
  | 'step-taken' // somebody else has done this step; nothing was done twice
  | 'new-secret-gone' // the secret that should take over does not exist (any more)
  | 'code-wrong' // the six digits match no finished sign-in of this person here
  | 'code-exhausted' // too many wrong codes
  | 'sign-in-failed'
  | 'fault'; // ours; with a reference

/** Those of a request's buttons. */
export type RequestRefusal = Extract<
  Refusal,
  'request-gone' | 'request-over' | 'own-request' | 'not-confirmed' | 'asker-left'
>;
