import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that start a bot, a browser or a server wait more than they compute, and last longer than their size says. One of
 * those that inject faults lasts longer than all others of its run.
 */
const LONG = [
  /\/test\/faults\/kills\./,
  /\/test\/(journeys|browser|contracts|bot\/adapters\/postgres)\/|\/(few-services|sweeps)\.faults\./,
];

/**
 * Within a project the long files run first, so that none of them runs alone at the end while the other workers have
 * nothing left to do. Apart from that the order is Vitest's: what failed, then what took long, then what is large.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const rank = ({ project, moduleId }: TestSpecification) => {
      const place = LONG.findIndex((files) => files.test(moduleId));
      return projects.indexOf(project.name) * (LONG.length + 1) + (place < 0 ? LONG.length : place);
    };
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}
