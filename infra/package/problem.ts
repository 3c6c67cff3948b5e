/** The names of what can be wrong with an app package. The documentation and the tests use them too. */
export type ProblemName =
  | 'setting'
  | 'file'
  | 'placeholder'
  | 'schema'
  | 'channels'
  | 'version'
  | 'tabs'
  | 'name'
  | 'description'
  | 'icon'
  | 'domain'
  | 'menu'
  | 'language';

/** One thing that is wrong. The sentence says what to do about it. */
export interface Problem {
  readonly name: ProblemName;
  readonly sentence: string;
}

/** All that is wrong with the app package. */
export class PackageError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ name, sentence }) => `${name}: ${sentence}`).join('\n'));
    this.name = 'PackageError';
    this.problems = problems;
  }
}

/** Makes a problem with this name of each sentence. */
export function problems(name: ProblemName, sentences: readonly string[]): readonly Problem[] {
  return sentences.map((sentence) => ({ name, sentence }));
}
