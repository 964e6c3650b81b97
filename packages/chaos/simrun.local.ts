import { runSimulated } from './src/simulated/run-simulated.ts';
const [seed, n, first] = process.argv.slice(2).map(Number);
const t = performance.now();
const r = runSimulated({ seed: seed ?? 1, schedules: n ?? 1000, first: first ?? 0, onProgress: () => undefined });
const ms = performance.now() - t;
if (r.failure) { const { trail, ...f } = r.failure; console.log(trail.filter(l => !/look at what|list tasks|has no job|stalled/.test(l)).slice(0, Number(process.env.TRAIL ?? 100)).join('\n')); console.log(JSON.stringify(f)); }
console.log(`${r.played} played, ${(ms / r.played).toFixed(3)} ms each`);
