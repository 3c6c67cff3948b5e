import { type IEvaluationContext, Template } from 'adaptivecards-templating/lib/template-engine.js';

/**
 * What a card function gives to the template engine when it draws one card. The engine's method is replaced meanwhile, so
 * that the cards themselves need no way to show their data.
 */
export function dataOf(draw: () => unknown): unknown {
  const { expand } = Template.prototype;
  const given: unknown[] = [];
  Template.prototype.expand = function record(this: Template, context: IEvaluationContext): unknown {
    given.push(context.$root);
    return expand.call(this, context);
  };
  try {
    draw();
  } finally {
    Template.prototype.expand = expand;
  }
  if (given.length !== 1) throw new Error(`one card fills one template, not ${given.length}`);
  return given[0];
}

/** A sample file's text. */
export function sampleText(draw: () => unknown): string {
  return `${JSON.stringify(dataOf(draw), null, 2)}\n`;
}

/** Where the sample of a template is, from the folder of the cards. */
export function sampleFile(template: string): string {
  return `${template.replace(/\/([^/]+)$/, '/samples/$1')}.sample.json`;
}
