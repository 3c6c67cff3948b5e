import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that start a bot, a browser or a server wait more than they compute, and last longer than their size says. */
const LONG = /\/test\/(journeys|browser|contracts|bot\/adapters\/postgres)\//;

/**
 * Within a project the long files run first, so that none of them runs alone at the end while the other workers have
 * nothing left to do. Apart from that the order is Vitest's: what failed, then what took long, then what is large.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const rank = ({ project, moduleId }: TestSpecification) =>
      projects.indexOf(project.name) * 2 + (LONG.test(moduleId) ? 0 : 1);
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}
