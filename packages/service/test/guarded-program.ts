// A program for guardian.test.ts: guards what its arguments name, says so, and waits for the test's word.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGuardian } from '../src/index.ts';

const [directory = '', label = ''] = process.argv.slice(2);
const guardian = startGuardian({ node: process.execPath, directory });
const guarded = join(directory, 'guarded');
guardian.add({ kind: 'directory', path: guarded });
mkdirSync(guarded);
writeFileSync(join(guarded, 'file'), '');
if (label) guardian.add({ kind: 'containers', label, podmanSocket: join(directory, 'absent.sock') });

const gentle = guard(spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }));
const STUBBORN = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6); console.log("ready")';
const stubborn = guard(
  spawn(process.execPath, ['-e', STUBBORN], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] }),
);
if (stubborn.stdout) await once(stubborn.stdout, 'data');
const pids = { guardian: guardian.pid, gentle: gentle.pid, stubborn: stubborn.pid };
process.stdout.write(`${JSON.stringify(pids)}\n`);
await once(process.stdin, 'data');
await guardian.release();
process.exit(0);

function guard(child: ChildProcess): ChildProcess {
  if (child.pid !== undefined) guardian.add({ kind: 'process', pid: child.pid });
  return child;
}
