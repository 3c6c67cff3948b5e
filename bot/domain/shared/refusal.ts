/** The expected "no" answers. Each has one text in cards/shared/sentences.ts that says what happened and what to do. */
export type Refusal =
  | 'form-expired' // the form's nonce is unknown, too old, or of another person: one answer for all three
  | 'already-created' // the same form created its secret before; nothing was created again
  | 'form-used' // the form was submitted before and its change was undone; the person opens a new one
  | 'in-progress' // the same form is being carried out right now
  | 'not-shown-yet' // Entra does not show a new secret yet; the person tries again shortly
  | 'not-yours' // the person is not assigned (any more); the answer says no more than that
  | 'nothing-created' // delivery failed everywhere, and the new secret was removed again
  | 'access-ended' // the person's session or assignment ended while Entra created the secret; it was removed again
  | 'removal-pending' // delivery failed, and removal goes on in the background; nobody can use the value
  | 'outcome-unknown' // Entra did not answer clearly; reconciliation settles it and tells the person
  | 'lifetime' // the organisation's policy allows no life as long as that
  | 'credential-type' // the organisation's policy allows this application no client secret
  | 'two-at-most' // the application may have two secrets, and has them
  | 'full' // the application holds too many credentials
  | 'busy' // Entra throttles, or another change of this application is under way; the person tries again shortly
  | 'directory-absent' // Entra does not know the application (any more)
  | 'directory-forbidden' // the bot lacks a right in Entra; its operator must look
  | 'directory-unreachable'
  | 'channel-only' // a managers' channel can only be a channel of a team
  | 'outsiders-here' // people of other organisations read this channel, so it cannot be the administrators' own
  | 'administrators-only'
  | 'request-gone' // the request is unknown, or the asker may not see it: one answer for both
  | 'request-over' // the request was decided, has expired, or was confirmed before
  | 'managers-confirm' // the organisation's managers confirm a request, and the asker is an administrator
  | 'own-request' // nobody confirms or approves their own request
  | 'not-confirmed' // the organisation has to confirm it first
  | 'asker-left' // the person who asked has left the directory, or may not sign in
  | 'no-organisation' // no application of the asker speaks for an organisation by its name
  | 'contact-gone' // the contact is unknown, or its organisation is not the asker's: one answer for both
  | 'contact-over' // somebody else has accepted or declined it before
  | 'contact-refused' // the holder of its address wants no mail
  | 'mailed-enough' // the first e-mail to a contact was sent as often as it may be
  | 'mailed-just-now' // the first e-mail to a contact was sent minutes ago
  | 'too-many-requests'
  | 'no-mail' // the operator has not set up e-mail
  | 'digest-gone' // the digest is unknown, or is not shown in this conversation
  | 'rotation-gone' // the rotation is unknown, or its application is not the asker's: one answer for both
  | 'rotation-over' // the rotation has ended
  | 'step-taken' // somebody else has done this step, and nothing was done twice
  | 'new-secret-gone' // the secret that should take over does not exist (any more)
  | 'code-wrong' // the six digits match no finished sign-in of this person here
  | 'code-exhausted' // too many codes were wrong
  | 'sign-in-failed'
  | 'fault'; // the bot has a fault; the answer has a reference

/** The refusals that a button of a request can meet. */
export type RequestRefusal = Extract<
  Refusal,
  'request-gone' | 'request-over' | 'managers-confirm' | 'own-request' | 'not-confirmed' | 'asker-left'
>;

/** The refusals that a button of a proposed contact can meet. */
export type ContactRefusal = Extract<Refusal, 'contact-gone' | 'contact-over' | 'administrators-only'>;
