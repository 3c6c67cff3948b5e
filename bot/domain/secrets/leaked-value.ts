/** A run of the characters that values have. Entra makes values of 40 characters; others may be longer. */
const RUN = /[A-Za-z0-9._~-]{32,64}/g;
/** Entra has made values in this way since 2021, so that scanners of source code find them: a digit and `Q~` come fourth. */
const MARKED = /^.{3}\dQ~/;
/** Words of a name have runs of small letters; a value that is drawn by lot seldom has. */
const WORD = /[a-z]{6}/;
/** The ids that the bot makes itself are base64url, which has neither of these. */
const NOT_IN_IDS = /[.~]/;
/** Entra's hint of a client secret: the first three characters of its value. */
const HINT_LENGTH = 3;

/**
 * The beginnings of everything in the text that is shaped like the value of a client secret, as long as Entra's hints are
 * (passwordCredential, hint). Of the rest nothing is kept. A name is not taken for one.
 */
export function valueHints(text: string): readonly string[] {
  return hintsOf(runsIn(text));
}

/** Finds them in what a card sends. Buttons carry ids of our own there, which are drawn by lot, too. */
export function valueHintsInField(text: string): readonly string[] {
  return hintsOf(runsIn(text).filter((run) => NOT_IN_IDS.test(run)));
}

function runsIn(text: string): readonly string[] {
  return (text.match(RUN) ?? []).filter(looksDrawnByLot);
}

function hintsOf(values: readonly string[]): readonly string[] {
  return [...new Set(values.map((value) => value.slice(0, HINT_LENGTH)))];
}

function looksDrawnByLot(run: string): boolean {
  return MARKED.test(run) || (/[A-Z]/.test(run) && /[a-z]/.test(run) && /\d/.test(run) && !WORD.test(run));
}
