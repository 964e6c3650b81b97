// biome-ignore-all lint/style/noRestrictedGlobals: a program of its own
// Plain JavaScript: it must start at once, without a loader, and run on the oldest Node we support.
import { execFile } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TERM_MS = 3_000;
const POLL_MS = 25;
const PODMAN_MS = 60_000;
/** A request to create a container may still have been under way when its maker died. */
const LATE_CONTAINER_MS = 500;

await main();

async function main() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
  const guarded = [];
  for await (const line of createInterface({ input: process.stdin })) {
    const message = parse(line);
    if (message?.released) process.exit(0);
    if (message) guarded.push(await known(message));
  }
  for (const item of guarded.reverse()) await undo(item);
}

/** A line cut short by the death of its writer says nothing. */
function parse(line) {
  try {
    return JSON.parse(line);
  } catch (error) {
    report(`half a line: ${error.message}`);
    return null;
  }
}

/** A process is known by its pid and its start: a pid alone may be somebody else's later. */
async function known(item) {
  return item.kind === 'process' ? { ...item, startedAt: await startOf(item.pid) } : item;
}

async function undo(item) {
  try {
    if (item.kind === 'process') await endProcess(item);
    if (item.kind === 'containers') await removeContainers(item);
    // Without the second name Podman takes all names from it.
    if (item.kind === 'image_name') await podman(['untag', item.name, item.name]);
    if (item.kind === 'directory') await removeDirectory(item.path);
  } catch (error) {
    report(`${JSON.stringify(item)}: ${error.stack}`);
  }
}

async function endProcess({ pid, startedAt }) {
  const lives = async () => startedAt !== null && (await startOf(pid)) === startedAt;
  if (!(await lives())) return;
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    if (await lives()) kill(pid, signal);
    // Where it leads a group: children of its own would outlive it.
    kill(-pid, signal);
    for (let waited = 0; waited < TERM_MS && (await lives()); waited += POLL_MS) await delay(POLL_MS);
  }
  if (await lives()) throw new Error(`process ${pid} does not end`);
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** When a process started, in whatever unit the system has; null when it does not run. */
async function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    if (process.platform === 'linux') return null;
    const asked = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => null);
    return asked ? asked.stdout.trim() : null;
  }
}

async function removeContainers({ label, podmanSocket }) {
  for (let round = 0; round < 2; round++) {
    if (round > 0) await delay(LATE_CONTAINER_MS);
    const filter = ['rm', '--force', '--time', '0', '--filter', `label=${label}`];
    try {
      await podman([...(podmanSocket ? ['--url', `unix://${podmanSocket}`] : []), ...filter]);
    } catch (error) {
      // The service behind the socket may have died with its owner.
      if (!podmanSocket) throw error;
      await podman(filter);
    }
  }
}

async function podman(args) {
  await run('podman', args, { timeout: PODMAN_MS });
}

async function removeDirectory(path) {
  for (const pid of processesNaming(`${path}/`)) await endProcess({ pid, startedAt: await startOf(pid) });
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error;
    // Files of a container's user: rootless, only its user namespace may remove them.
    await podman(['unshare', 'rm', '-rf', '--', path]);
  }
}

/** A child that was started as its maker died: nobody could tell us of it, but its command line names the directory. */
function processesNaming(text) {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.map(Number).filter((pid) => commandLineOf(pid).includes(text));
}

function commandLineOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH' || error.code === 'EACCES') return '';
    throw error;
  }
}

function report(line) {
  const directory = process.argv[2];
  if (directory) appendFileSync(`${directory}/guardian.log`, `${new Date().toISOString()} ${line}\n`);
}
