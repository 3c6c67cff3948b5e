// Draws every card with the parts of packages left out that a bundle leaves out, and prints the cards as JSON.
import { registerHooks } from 'node:module';
import { isLeftOut, specifierOf, standInFor } from '../../../infra/bundle/left-out.ts';

registerHooks({
  load(url, context, nextLoad) {
    const specifier = specifierOf(url);
    if (specifier === undefined || !isLeftOut(specifier) || context.format === 'module') return nextLoad(url, context);
    return { format: 'commonjs', source: standInFor(specifier), shortCircuit: true };
  },
});

const { NAMED_NOTICES, NAMED_OUTCOMES } = await import('../../cards/outcomes/index.ts');
const { drawn, told } = await import('../../cards/outcomes/drawn.ts');
const cards = {
  outcomes: [...NAMED_OUTCOMES.keys()].map((name) => [name, drawn(name)]),
  notices: [...NAMED_NOTICES.keys()].map((name) => [name, told(name)]),
};
process.stdout.write(JSON.stringify(cards));
