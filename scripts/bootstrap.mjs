// Runs a TypeScript entry of this repository on a machine that has nothing but Node and npm:
//
//   node scripts/bootstrap.mjs <entry.ts> [arguments…]
//
// 1. says so when Node is too old;
// 2. installs the dependencies the lockfile names, when they are missing or it has changed since;
// 3. runs the entry in this very process, so that signals and exit codes are the entry's own.
//
// It uses nothing but Node's own modules, and writes only to stderr.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PNPM = 'pnpm@12.21.0';
const OLDEST_NODE = [20, 19];
const EXIT_CONFIGURATION = 4;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.bootstrap.stamp');
const lock = join(modules, '.bootstrap.lock');

checkNode();
endWithNpm();
await installDependencies();
await runEntry(process.argv[2], process.argv.slice(3));

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(`Node ${process.versions.node} is too old: install Node ${OLDEST_NODE.join('.')} or newer.`);
}

/**
 * `npm run` passes SIGINT and SIGTERM on (the scripts say `exec`, or they would reach only a shell), but when npm
 * itself is killed outright we would stay behind: that counts as SIGTERM.
 */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}

/** Installs unless the stamp of the last installation carries the hash of what the repository asks for now. */
async function installDependencies() {
  const wanted = hashOfManifests();
  if (readIfThere(stamp) === wanted) return;
  await withLock(async () => {
    // Whoever held the lock before may have installed just this.
    if (readIfThere(stamp) === wanted) return;
    const missing = !existsSync(join(modules, '.modules.yaml'));
    say(
      `${missing ? 'Installing the dependencies' : 'Dependencies have changed: installing them'} with ${PNPM} …`,
    );
    const started = performance.now();
    await runPnpm();
    writeFileSync(stamp, wanted);
    say(`Installed in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  });
}

/** What decides which dependencies belong here: the lockfile, every package.json, and the platform. */
function hashOfManifests() {
  const packages = ['packages', 'services', 'images'].flatMap((group) =>
    listIfThere(join(root, group)).map((name) => join(group, name, 'package.json')),
  );
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const path of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...packages.sort()]) {
    hash.update(`${path}\n${readIfThere(join(root, path)) ?? ''}\n`);
  }
  return hash.digest('hex');
}

async function runPnpm() {
  // CI=true: pnpm must never stop to ask. Its report goes to stderr: stdout belongs to the entry.
  const child = spawn('npx', ['-y', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    cwd: root,
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', 2, 2],
  });
  writeFileSync(lock, `${process.pid} ${child.pid ?? ''}`);
  const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  let interruptedBy = null;
  const forward = (signal) => {
    interruptedBy = signal;
    child.kill(signal);
  };
  for (const signal of forwarded) process.on(signal, forward);
  const code = await new Promise((done) => {
    child.on('error', (error) =>
      fail(`npx could not be started (${error.message}): install npm, it comes with Node.`),
    );
    child.on('exit', (exitCode) => done(exitCode));
  });
  for (const signal of forwarded) process.off(signal, forward);
  if (interruptedBy) leave(128 + constants.signals[interruptedBy]);
  if (code !== 0) {
    fail(`The dependencies could not be installed: ${PNPM} ended with ${code}, see above.`);
  }
}

/** One installation at a time: two pnpm in one node_modules damage it. */
async function withLock(work) {
  mkdirSync(modules, { recursive: true });
  let told = false;
  while (!acquireLock()) {
    if (!told) say(`Another process is installing the dependencies (${lock}): waiting for it …`);
    told = true;
    await sleep(100);
  }
  process.once('exit', releaseLock);
  const heartbeat = setInterval(() => utimesSync(lock, new Date(), new Date()), 5_000);
  await work();
  clearInterval(heartbeat);
  process.off('exit', releaseLock);
  releaseLock();
}

function acquireLock() {
  try {
    writeFileSync(lock, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') fail(`${lock} could not be written: ${error.message}`);
  }
  const holders = readIfThere(lock);
  if (holders !== null && isAbandoned(holders)) removeAbandoned(holders);
  return false;
}

/** Its processes are gone, or nobody has touched it for two minutes (a process number may have been given again). */
function isAbandoned(holders) {
  const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return (
    age > 120_000 ||
    !holders
      .split(' ')
      .filter(Boolean)
      .some((pid) => isAlive(Number(pid)))
  );
}

/** By renaming, which only one of two can do; and back, when it had become somebody else's in between. */
function removeAbandoned(holders) {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (readIfThere(aside) === holders) rmSync(aside);
  else renameSync(aside, lock);
}

function releaseLock() {
  rmSync(lock, { force: true });
}

function isAlive(pid) {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The entry sees the command line it would see as `node <entry> [arguments…]`. */
async function runEntry(entry, args) {
  if (!entry) fail('Usage: node scripts/bootstrap.mjs <entry.ts> [arguments…]');
  const path = resolve(root, entry);
  process.argv = [process.argv[0], path, ...args];
  const cache = join(modules, '.cache');
  // From 22.1 on Node can keep what it compiled: a third of the time of a short command.
  module.enableCompileCache?.(join(cache, 'node'));
  await registerTypeScript(cache);
  await import(pathToFileURL(path).href);
}

/** tsx keeps what it compiles in the temporary directory: ours is in here, where nobody has to clean it up. */
async function registerTypeScript(cache) {
  // From 22.18 on Node drops types by itself, in half the time.
  if (process.features.typescript) return;
  mkdirSync(cache, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = cache;
  const { register } = await import('tsx/esm/api');
  register();
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function listIfThere(path) {
  return existsSync(path) ? readdirSync(path) : [];
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(line) {
  say(line);
  leave(EXIT_CONFIGURATION);
}

function leave(code) {
  process.exit(code);
}
