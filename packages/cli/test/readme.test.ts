// Follows README.md from its first line to its last: an example that is not true fails here.
import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  EXIT_CODES,
  failureComment,
  newTask,
  type PendingQuestion,
  type Pull,
  questionComment,
  resultComment,
  STATUS_LABELS,
  statusComment,
} from '@opencode-commander/task';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askFromOpencode } from './readme/ask-from-opencode.ts';
import { readDocument } from './readme/read-document.ts';
import type { Reader } from './readme/reader.ts';
import { typeLine } from './readme/type-line.ts';
import { useConfiguration } from './readme/use-configuration.ts';
import { createRig, REPO } from './rig.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const readme = await readDocument(join(ROOT, 'README.md'));

const ASKED = { question: 'Which?', header: '', options: [], multiple: false, custom: true };

let reader: Reader;
beforeAll(async () => {
  const rig = await createRig();
  const has = {
    GITHUB_TOKEN: rig.env['COMMANDER_GITHUB_TOKEN'] ?? '',
    ANTHROPIC_API_KEY: 'sk-of-the-reader',
    COMMANDER_TOKEN_FILE: join(rig.env['COMMANDER_DATA_DIR'] ?? '', 'mcp-token'),
    // Of what runs by then.
    get COMMANDER_URL() {
      return reader?.gateway ?? '';
    },
  };
  // The token is the one their commander.toml names.
  const env = { COMMANDER_GITHUB_TOKEN: undefined };
  reader = { rig, text: readme.text, has, env, issue: '', up: null, gateway: '' };
});
afterAll(async () => {
  reader.up?.child.kill();
  await reader.up?.ended;
  await reader.rig[Symbol.asyncDispose]();
});

/** A shell block is as many examples as it has lines. What opencode prints is compared in scenarios/opencode.test.ts. */
const examples = readme.blocks
  .filter(({ language }) => language !== 'text')
  .flatMap(({ language, text }) =>
    (language === 'sh' ? text.split('\n') : [text]).map((example) => ({ language, example })),
  );

// The first of them may have to build the agent image.
describe('its examples', { timeout: 180_000 }, () => {
  for (const { language, example } of examples)
    it(`${language}: ${example.split('\n')[0]}`, async () => {
      if (language === 'sh') return typeLine(reader, example);
      if (language === 'toml') return useConfiguration(reader, example);
      if (language === 'json') return askFromOpencode(reader, example);
      throw new Error(`this test does not know what to do with a block of ${language}`);
    });

  it('end when commander up is interrupted', async () => {
    reader.up?.child.kill('SIGINT');
    expect((await reader.up?.ended)?.code).toBe(EXIT_CODES.interrupted);
  });
});

describe('what it says besides', () => {
  it('names scripts that there are', async () => {
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    const named = [...readme.text.matchAll(/npm (?:run (?:-s )?)?([\w:]+)/g)].map(([, name]) => name);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
    // The one that the examples above stand for.
    expect(scripts.commander).toMatch(/ packages\/cli\/src\/main\.ts$/);
  });

  it('knows the labels and comments of an issue', () => {
    const issue = { repo: REPO, repoId: 1, number: 12, title: '', body: '', labels: [], url: '' };
    const task = newTask({ issue, host: 'github.com', now: new Date() });
    const times = { askedAt: task.createdAt, deadline: task.createdAt };
    const question: PendingQuestion = {
      kind: 'question',
      number: 1,
      ...times,
      requestId: '',
      questions: [ASKED],
    };
    const pull: Pull = { number: 13, nodeId: '', state: 'merged' };
    const comments: Record<keyof typeof STATUS_LABELS, string> = {
      queued: statusComment(task, { position: 3 }),
      running: statusComment({ ...task, status: 'running' }, { position: null }),
      waiting_human: questionComment({ ...task, question }),
      completed: resultComment(task, 'Done.'),
      failed: failureComment(task, []),
      merged: statusComment({ ...task, status: 'completed', pull }, { position: null }),
    };
    const shown = readme.rows.map(([cell = '']) => /^`(.+)`, "(.+)"$/.exec(cell));
    const { queued, running, waiting_human, completed, failed, merged } = STATUS_LABELS;
    const labels = [queued, running, waiting_human, completed, failed, merged];
    expect(shown.map((found) => found?.[1])).toEqual(labels.map(({ name }) => name));
    for (const [i, comment] of Object.values(comments).entries()) expect(comment).toContain(shown[i]?.[2]);
  });

  it('knows the exit codes', () => {
    const [, list = ''] = /Exit codes: ([^.]+)\./.exec(readme.text) ?? [];
    const codes = list.split(/,\s/).map((entry) => entry.split(' '));
    expect(codes.map(([code]) => Number(code))).toEqual(Object.values(EXIT_CODES));
    for (const [i, name] of Object.keys(EXIT_CODES).entries())
      expect(codes[i]?.join(' ').toLowerCase()).toContain(name);
  });

  it('points at files that there are, as the documents do', async () => {
    const found = await readdir(join(ROOT, 'docs'), { recursive: true });
    const documents = found.filter((name) => name.endsWith('.md')).map((name) => join('docs', name));
    for (const path of ['README.md', ...documents]) {
      const { targets } = await readDocument(join(ROOT, path));
      const files = targets.filter((target) => !/^(https?:|#)/.test(target));
      for (const file of files)
        await access(join(ROOT, dirname(path), file.replace(/#.*/, ''))).catch(() => {
          throw new Error(`${path} points at ${file}, which is not there`);
        });
    }
  });
});
