import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

type RunError = Parameters<NonNullable<Reporter['onTestRunEnd']>>[1][number];

/**
 * Writes down what belongs to no test: an error that nobody caught, and a failed `beforeAll` or `afterAll` of a part of
 * a file. They end a run with a status that is not 0, and Vitest's JSON file does not name them.
 */
export class ErrorsOutside implements Reporter {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  onTestRunEnd(modules: readonly TestModule[], uncaught: readonly RunError[]): void {
    const ofHooks = modules.flatMap(({ moduleId, children }) =>
      [...children.allSuites()].flatMap((suite) => suite.errors().map((error) => said(error, moduleId))),
    );
    writeFileSync(this.#file, [...ofHooks, ...uncaught.map((error) => said(error, 'outside of all tests'))].join('\n'));
  }
}

function said({ message, stack = '' }: RunError, place: string): string {
  return `failed: ${place}: ${message}\n${stack.slice(0, 4000)}`;
}
