/** What can be wrong with an app package; the documentation and the tests speak of them by these names. */
export type ProblemName =
  | 'setting'
  | 'file'
  | 'placeholder'
  | 'schema'
  | 'icon'
  | 'domain'
  | 'command-unanswered'
  | 'command-lacking'
  | 'too-many-commands'
  | 'language';

/** One thing that is wrong, and what to do about it, in plain words. */
export interface Problem {
  readonly name: ProblemName;
  readonly sentence: string;
}

/** All that is wrong with the app package, at once. */
export class PackageError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ name, sentence }) => `${name}: ${sentence}`).join('\n'));
    this.name = 'PackageError';
    this.problems = problems;
  }
}

/** The same problem in several sentences. */
export function problems(name: ProblemName, sentences: readonly string[]): readonly Problem[] {
  return sentences.map((sentence) => ({ name, sentence }));
}
