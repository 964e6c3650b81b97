import { readFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { dispatcherRegistry } from '@opencode-commander/queue';
import {
  bash,
  type Conversation,
  call,
  type ModelRequest,
  question,
  type Step,
  say,
} from '@opencode-commander/simulators';
import { taskId } from '@opencode-commander/task';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { clientConfig } from '../../src/mcp/client-config.ts';
import { readDocument } from '../readme/read-document.ts';
import { askSkilled, SKILL } from './skilled-person.ts';
import { commit, type Story } from './story.ts';
import { createWorld, type World } from './world.ts';

const root = new URL('../../../../', import.meta.url);
const readme = await readDocument(new URL('README.md', root).pathname);
const skill = await readFile(new URL(`skills/${SKILL}/SKILL.md`, root), 'utf8');
/** Where the README has opencode and Claude Code find the skill. */
const [OPENCODE_SKILLS = '', CLAUDE_SKILLS = ''] = [...readme.text.matchAll(/`~\/(\S+\/skills)`/g)].map(
  ([, place]) => place,
);

/** What the README's opencode says, each time before the call of the skill that begins so. */
const CONVERSATION = [
  ['I look at what goes on.', 'commander_status {"recent"'],
  ['There is room. I give it the issue.', 'commander_dispatch {"github_issue_url"'],
  ['I follow the agent.', 'commander_logs {"task_id": "12-a1b2c3", "follow": true, "seconds"'],
  ['It waits for something.', 'commander_task '],
  ['It asks for the colour: 1 is red, 2 is blue. You said blue.', 'commander_answer '],
  ['It goes on. I follow it to its end.', 'commander_logs {"task_id": "12-a1b2c3", "follow": true}'],
  ['It has ended. I look for the pull request.', 'commander_task '],
  ['Now there may be three at a time.', 'commander_config {"action": "set"'],
] as const;

describe.concurrent('a real opencode that has the skill', { timeout: 600_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ slots: 2 });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('steers commander over MCP: follows for longer than a minute, answers, has more work at once', async ({
    expect,
  }) => {
    const story = await world.story({
      title: 'Choose the colour',
      steps: [
        question({ question: 'Which colour?', options: ['Red', 'Blue'] }),
        commit('colour.txt', 'blue'),
        say('Done.'),
      ],
    });
    const prompt = `Have an agent work on ${name(story)}. If it asks for a colour, blue. Then let three agents work at a time.`;
    const token = { kind: 'text' as const, text: world.config.mcp.token.reveal() };
    const { shown, requests } = await askSkilled(world, {
      prompt,
      skills: OPENCODE_SKILLS,
      config: clientConfig('opencode', { kind: 'http', url: `${world.gatewayUrl}/mcp`, token }),
      steps: (conversation, turn) => toolTurn(conversation, turn, asIn(world, story)),
    });

    const [loaded, ...answers] = answersTo(requests.at(-1));
    expect(loaded).toContain(withoutFrontMatter(skill));
    expect(answers).toEqual([
      expect.stringMatching(/^Slots in use: [01] of 2/),
      expect.stringContaining(`(high) is queued as ${idOf(world, story)}`),
      expect.stringMatching(/waiting_human.*\nThat is all so far: go on with after "\d+-\d+"\.$/),
      expect.stringMatching(/Which colour\?\n- Red\n- Blue/),
      expect.stringMatching(/^\S+ "Choose the colour" \(high\) is (queued|dispatched|running) as/),
      expect.stringMatching(/\S+Z completed/),
      expect.stringMatching(/ is completed as .*\/pull\//),
      expect.stringMatching(/^Changed.*\n- containers\.max_concurrent = 3 \(set by mcp/),
    ]);
    const [, , , before, after] = requests.map(({ at }) => at);
    expect(Number(after) - Number(before)).toBeGreaterThan(60_000);
    await story.heard(/Blue/);
    await expect.poll(() => slots(world), { timeout: 30_000 }).toEqual([3]);

    const [transcript] = readme.blocks.filter(({ language }) => language === 'text');
    expect(asInReadme(shown, { world, story, prompt })).toBe(transcript?.text);
  });

  it('drives commander by its command, from another machine', async ({ expect }) => {
    const story = await world.story({ title: 'Write it', steps: [commit('it.txt', 'it'), say('Done.')] });
    const { requests } = await askSkilled(world, {
      prompt: `Have ${name(story)} done by commander, without MCP.`,
      skills: CLAUDE_SKILLS,
      config: {},
      env: { COMMANDER_URL: world.gatewayUrl, COMMANDER_TOKEN: world.config.mcp.token.reveal() },
      steps: (conversation, turn) => commandTurn(conversation, turn, asIn(world, story)),
    });
    const pull = await story.pull();
    expect(answersTo(requests.at(-1))).toEqual([
      expect.stringContaining(withoutFrontMatter(skill)),
      expect.stringMatching(/agents? at work|slots/i),
      expect.stringContaining(name(story)),
      expect.stringMatching(/completed/),
      expect.stringContaining(`/pull/${pull.number}`),
    ]);
  });
});

/** What stands for the issue and the task in the skill, made this story's. */
type Translate = (text: string) => string;

function asIn(world: World, story: Story): Translate {
  return (text) => text.replaceAll('acme/web#12', name(story)).replaceAll('12-a1b2c3', idOf(world, story));
}

/** Loads the skill, then makes the calls that it has. */
function toolTurn(conversation: Conversation, turn: number, translate: Translate): Step {
  if (turn === 0) return call('skill', { name: SKILL }, 'There is a skill for that.');
  const [loaded = ''] = toolAnswers(conversation);
  const [words, beginning] = CONVERSATION[turn - 1] ?? [];
  if (beginning === undefined)
    return say(`Three may work at a time. ${pullOf(conversation)} is ready for your review.`);
  const [, tool = '', json = ''] =
    /^(\w+) (\{.*?\})(?=`|$)/m.exec(loaded.slice(loaded.indexOf(beginning))) ?? [];
  return call(`commander_${tool}`, JSON.parse(translate(json)), words);
}

/** Loads the skill, then types the commands of its example. */
function commandTurn(conversation: Conversation, turn: number, translate: Translate): Step {
  if (turn === 0) return call('skill', { name: SKILL });
  const [loaded = ''] = toolAnswers(conversation);
  const [, example = ''] = /```sh\n(commander [^`]*)```/.exec(loaded) ?? [];
  const line = example.trim().split('\n')[turn - 1];
  return line === undefined ? say('It is done.') : bash(translate(line));
}

function pullOf(conversation: Conversation): string {
  return (
    toolAnswers(conversation)
      .join('\n')
      .match(/https?:\S+\/pull\/\d+/)?.[0] ?? 'Nothing'
  );
}

/** What was printed, with the names that the README has instead of this run's. */
function asInReadme(shown: string, told: { world: World; story: Story; prompt: string }): string {
  const { world, story, prompt } = told;
  const asked = [`$ opencode run "${prompt}"`, shown].join('\n');
  return stripVTControlCharacters(asked)
    .replaceAll(name(story), 'acme/web#12')
    .replaceAll(idOf(world, story), '12-a1b2c3')
    .replaceAll(/http\S+\/pull\/\d+/g, 'https://github.com/acme/web/pull/13')
    .trim();
}

function withoutFrontMatter(text: string): string {
  return text.replace(/^---\n.*?\n---\n/s, '').trim();
}

function answersTo(request: ModelRequest | undefined): string[] {
  return request === undefined ? [] : toolAnswers(request.conversation);
}

function toolAnswers({ messages }: Conversation): string[] {
  return messages.filter(({ role }) => role === 'tool').map(({ text }) => text);
}

async function slots({ backbone }: World): Promise<number[]> {
  const seen = await dispatcherRegistry(backbone.queues).list();
  return seen.map((dispatcher) => dispatcher.slots);
}

function name({ repo, number }: Story): string {
  return `${repo}#${number}`;
}

function idOf({ github }: World, { repo, number }: Story): string {
  return taskId({ host: new URL(github.url).host, repoId: github.repository(repo).id, number, round: 0 });
}
