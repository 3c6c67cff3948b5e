// The first line comes before the imports, which take most of a second.
console.log('Starting Entra, Graph and Teams …');

const { useWorldClock } = await import('./clock/world-clock.ts');
useWorldClock();
const { run } = await import('./run.ts');

/** `npm start`; with --watch it is `npm run dev`. */
await run({ watch: process.argv.includes('--watch') });
