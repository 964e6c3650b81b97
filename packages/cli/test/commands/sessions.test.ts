import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ServedOpencode, say, serveOpencode } from '@opencode-commander/simulators';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { processesWith } from '../processes-with.ts';
import { createRig, errorsOf, type Rig } from '../rig.ts';
import { openTerminal } from '../terminal/open-terminal.ts';

const PASSWORD = 'a-password-of-the-test-0123456789';
// opencode boots in 2 s, and in 20 s while everything else is tested too.
const SLOW = { timeout: 120_000 };

let rig: Rig;
let opencode: ServedOpencode;

beforeAll(async () => {
  rig = await createRig();
  const modelKey = rig.env['COMMANDER_LLM_SIMULATED_API_KEY'] ?? '';
  opencode = await serveOpencode({ modelUrl: rig.model.url, modelKey, password: PASSWORD });
  await writeFile(join(rig.directory, 'password'), PASSWORD);
  const server = (name: string, url: string) =>
    `[[instance]]\nname = "${name}"\nurl = "${url}"\npassword = "file:password"\nprojects_path = "${opencode.directory}"\n`;
  const toml = [server('workstation', opencode.url), server('down', 'http://127.0.0.1:9')].join('\n');
  await writeFile(join(rig.directory, 'commander.toml'), toml);
}, 120_000);
afterAll(async () => {
  await opencode[Symbol.asyncDispose]();
  await rig[Symbol.asyncDispose]();
});

async function succeed(...args: string[]): Promise<string[]> {
  const ended = await rig.call(args);
  expect(errorsOf(ended)).toEqual([]);
  expect(ended.code).toBe(0);
  return ended.stdout;
}

it('shows instances and their sessions, and what does not answer', SLOW, async () => {
  const [made = ''] = await succeed(
    'session',
    'create',
    'workstation',
    '--title',
    'The footer',
    '--directory',
    'web',
  );
  const [id = ''] = made.split(' ');
  expect(made).toBe(`${id} on workstation: The footer (${join(opencode.directory, 'web')})`);
  const [head, first, second, reason] = await succeed('instances');
  expect(head?.split(/\s{2,}/)).toEqual(['NAME', 'KIND', 'VERSION', 'SESSIONS', 'WHERE']);
  expect(first?.split(/\s{2,}/)).toEqual([
    'workstation',
    'server',
    expect.stringMatching(/^1\./),
    '1',
    opencode.url,
  ]);
  expect(second?.split(/\s{2,}/).slice(0, 3)).toEqual(['down', 'server', '-']);
  expect(reason).toContain('Instance down: opencode cannot be reached');
  const listed = await rig.call(['sessions']);
  expect(listed.stdout[1]?.split(/\s{2,}/)).toEqual([id, 'workstation', expect.any(String), 'The footer']);
  expect(listed.stderr).toEqual([expect.stringContaining('Instance down')]);
  const json = await succeed('sessions', '--instance', 'workstation', '--json');
  expect(JSON.parse(json.join(''))).toMatchObject({ sessions: [{ id, title: 'The footer' }], silent: [] });
});

it(
  "has a session talk, shows it live, and runs nothing of a directory of the instance's choosing",
  SLOW,
  async () => {
    const [directory, ran] = [join(opencode.directory, 'planted'), join(rig.directory, 'ran')];
    await mkdir(directory);
    await writeFile(join(directory, 'tui.json'), JSON.stringify({ plugin: ['./plugin.ts'] }));
    const plugin = `import { writeFileSync } from 'node:fs';\nwriteFileSync('${ran}', '');\nexport default { id: 'x', tui: async () => {} };\n`;
    await writeFile(join(directory, 'plugin.ts'), plugin);
    rig.model.addScript({
      name: 'hi',
      match: ({ prompt }) => prompt === 'Say it.',
      steps: [say('Heliotrope it is.'), say('Celadon, live.')],
    });
    const titled = ['--title', 'Colours', '--directory', 'planted', '--json'];
    const made = await succeed('session', 'create', 'workstation', ...titled);
    const { id } = JSON.parse(made.join('')).session;
    await succeed('prompt', id, 'Say', 'it.');
    await vi.waitFor(
      async () => expect((await succeed('session', 'messages', id)).at(-1)).toBe('Heliotrope it is.'),
      {
        timeout: 40_000,
      },
    );
    const exported = await succeed('session', 'export', id);
    expect(JSON.parse(exported.join('\n'))).toMatchObject({ info: { id } });
    await using terminal = await openTerminal(rig, { columns: 100, extra: { HOME: rig.directory } });
    await terminal.enter(`commander attach ${id}`);
    await terminal.shows(/Heliotrope it is\./);
    const own = await processesWith(PASSWORD);
    expect(own).not.toEqual([]);
    expect(own.filter((line) => !line.includes(' serve '))).toEqual([]);
    await succeed('prompt', id, 'And', 'now?');
    await terminal.shows(/Celadon, live\./);
    await expect(access(ran)).rejects.toMatchObject({ code: 'ENOENT' });
  },
);

it('says of attach without a terminal that it needs one', SLOW, async () => {
  const ended = await rig.call(['attach', 'ses_1']);
  expect(ended.code).toBe(4);
  expect(errorsOf(ended)).toEqual([expect.stringContaining('attach needs a terminal')]);
});

it.each([
  [
    ['session', 'status', 'ses_unknown'],
    'No instance has the session ses_unknown: commander sessions shows what there is; down did not answer',
  ],
  [
    ['session', 'status', 'footer'],
    'write the id of a session, such as ses_1a2b, or of a task, such as 12-a1b2c3',
  ],
  [['session', 'create', 'workstation', '--directory', '../..'], '../.. is outside'],
  [['session', 'create', 'workstation', '--model', 'other/model'], 'other/model is not allowed here'],
  [['session', 'create', 'nowhere'], 'There is no instance nowhere'],
  [['session', 'prompt', 'ses_unknown', ''], 'there is nothing to say'],
])('%j is refused with one line', SLOW, async (args, words) => {
  const ended = await rig.call(args);
  expect(errorsOf(ended)).toEqual([expect.stringContaining(words)]);
  expect(ended.code).toBe(4);
});
