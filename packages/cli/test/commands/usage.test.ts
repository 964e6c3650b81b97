import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRig, errorsOf, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

describe('commander --help', () => {
  it('names every command and every exit code', async () => {
    const { code, stdout } = await rig.commander(['--help']);
    const help = stdout.join('\n');
    expect(code).toBe(0);
    for (const name of [
      'run',
      'enqueue',
      'status',
      'queue',
      'cost',
      'logs',
      'up',
      'doctor',
      'cleanup',
      'demo',
    ])
      expect(help).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
    for (const exitCode of [0, 1, 2, 3, 4, 5, 130])
      expect(help).toMatch(new RegExp(`^ {2}${exitCode} `, 'm'));
  });

  it('gives examples', async () => {
    const { code, stdout } = await rig.call(['logs', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('  $ commander logs -f acme/web#12');
  });
});

describe('a command line that cannot be understood', () => {
  it.each([
    ['no command', [], 'name a command'],
    ['an unknown command', ['rnu', 'acme/web#1'], "unknown command 'rnu'"],
    ['help on an unknown command', ['help', 'nope'], "unknown command 'nope'; see commander --help"],
    ['help on an unknown part', ['repos', 'help', 'nope'], "'nope'; see commander repos --help"],
    ['an unknown option', ['status', '--all'], "unknown option '--all'; see commander status --help"],
    ['no work', ['run'], 'Name an issue such as owner/repo#12, or --repo'],
    ['a text without a title', ['run', '--repo', 'acme/web'], 'Say what is to be done in acme/web'],
    ['a title twice', ['run', 'a', '--repo', 'acme/web', '--title', 'b'], 'give one of them'],
    ['a text nowhere', ['enqueue', 'acme/web#1', '--body', 'b'], 'add --repo owner/name'],
    ['a strange repository', ['enqueue', 'Fix it', '--repo', 'web'], 'repo: write owner/name'],
    ['a strange issue', ['enqueue', 'web-12'], 'web-12 names no issue: write owner/repo#12'],
    [
      'an issue elsewhere',
      ['run', 'github.com/acme/web#1'],
      'is on github.com, but commander works for 127.0.0.1',
    ],
    ['a pull request', ['run', 'https://github.com/acme/web/pull/3'], 'is a pull request: name the issue'],
    [
      'a strange priority',
      ['run', 'acme/web#1', '--priority', 'urgent'],
      'Allowed choices are critical, high',
    ],
    ['a strange number', ['status', '--recent', 'x'], '0 or more; see commander status --help'],
    ['a strange limit', ['outbox', 'list', '--limit', '0'], '1 or more; see commander outbox list --help'],
    ['an unknown task', ['logs', '12-a1b2c3'], 'There is no task 12-a1b2c3'],
    [
      'neither task nor issue',
      ['logs', 'foo'],
      'foo names no task and no issue: write 12-a1b2c3, owner/repo#12',
    ],
    ['an issue without a task', ['logs', 'acme/web#12'], 'There is no task of acme/web#12'],
  ])('%s: one line, and 4', async (_what, args, text) => {
    const ended = await rig.call(args);
    expect(ended.code).toBe(4);
    expect(ended.stdout).toEqual([]);
    expect(errorsOf(ended)).toEqual([expect.stringContaining(text)]);
  });
});

describe('the configuration', () => {
  it('is told to be wrong all at once', async () => {
    const ended = await rig.call(['status'], {
      COMMANDER_GITHUB_POLL_INTERVAL: 'often',
      COMMANDER_CONTAINERS_MAX_CONCURRENT: 'many',
      COMMANDER_GITHUB_TOPICS: 'x',
    });
    expect(ended.code).toBe(4);
    expect(ended.stdout).toEqual([]);
    const text = ended.stderr.join('\n');
    expect(errorsOf(ended)).toHaveLength(1);
    expect(text).toMatch(/github\.poll_interval = "often" \(from COMMANDER_GITHUB_POLL_INTERVAL\): .*1s/);
    expect(text).toMatch(/containers\.max_concurrent = "?many"? .*1000/);
    expect(text).toMatch(/COMMANDER_GITHUB_TOPICS/);
  });

  it('is read from the file that --config names, before or after the command', async () => {
    await writeFile(join(rig.directory, 'other.toml'), '[log]\nlevel = "loud"\n');
    for (const args of [
      ['--config', 'other.toml', 'queue'],
      ['queue', '--config', 'other.toml'],
    ]) {
      const ended = await rig.call(args);
      expect(ended.code).toBe(4);
      expect(errorsOf(ended)).toEqual([expect.stringMatching(/log\.level = "loud" \(other\.toml:2\)/)]);
    }
  });

  it('must be there when it is named', async () => {
    const ended = await rig.call(['up', '--config', 'missing.toml']);
    expect(ended.code).toBe(4);
    expect(errorsOf(ended)).toEqual([expect.stringContaining('missing.toml')]);
  });
});
