// The first line comes before the imports, which take most of a second.
console.log('Starting Entra, Graph, Teams and Microsoft’s Agents Playground …');

const [{ run }, { createPlayground }] = await Promise.all([import('../run.ts'), import('./beside.ts')]);
const [me = 'Anna'] = process.argv.slice(2);

/** `npm run playground`, or `npm run playground -- Eva` to sit there as somebody else. */
await run({ watch: false, beside: (parts) => createPlayground(parts, me) });
