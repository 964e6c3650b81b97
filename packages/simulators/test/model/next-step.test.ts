import { describe, expect, it } from 'vitest';
import { type Conversation, STRUCTURED_OUTPUT_TOOL } from '../../src/model/conversation.ts';
import {
  bash,
  fail,
  forIssue,
  inPrompt,
  type Script,
  say,
  structured,
  write,
} from '../../src/model/index.ts';
import { chooseScript, nextStep } from '../../src/model/next-step.ts';

const assistant = (name?: string) => ({
  role: 'assistant',
  text: 'x',
  calls: name ? [{ id: '1', name, arguments: '{}' }] : [],
});

function conversation(prompt: string, turns: (string | undefined)[] = [], tool = 'bash'): Conversation {
  const user = { role: 'user', text: prompt, calls: [] };
  const tools = [{ name: tool, parameters: { type: 'object', properties: { title: { type: 'string' } } } }];
  return {
    model: 'scripted',
    messages: [user, ...turns.map(assistant)],
    tools,
    prompt,
    lastPrompt: prompt,
    workingDirectory: null,
  };
}

const none = new Map<number, number>();

describe('nextStep', () => {
  const script: Script = {
    name: 's',
    match: () => true,
    steps: [
      write('a', 'b'),
      fail(500, { times: 2 }),
      bash('ls'),
      fail(429, { times: 1 }),
      structured({ title: 't' }),
    ],
  };
  const stepAt = (turns: (string | undefined)[], failures = none, tool?: string) =>
    nextStep(conversation('p', turns, tool), script, failures);

  it('counts the turns in the conversation', () => {
    expect(stepAt([]).step).toMatchObject({ tool: 'write' });
    expect(stepAt(['write']).step).toMatchObject({ kind: 'fail', status: 500 });
    expect(stepAt(['write', 'bash']).step).toMatchObject({ kind: 'say', text: 'Done.' });
  });

  it('does what the issue has in a block of shell before anything else, where no script says what', () => {
    const steps = (prompt: string) =>
      [[], ['bash'], ['bash', 'write']].map(
        (turns) => nextStep(conversation(prompt, turns), chooseScript(conversation(prompt), []), none).step,
      );
    const wanted = { tool: 'bash', args: { command: 'make\nmake test' } };
    const note = { tool: 'write', args: { filePath: 'notes/acme-web-1.md' } };
    const commit = { tool: 'bash', args: { command: expect.stringContaining('git commit') } };
    expect(steps('Work on acme/web#1\n```sh\nmake\nmake test\n```\n')).toMatchObject([wanted, note, commit]);
    expect(steps('Work on acme/web#1\n```js\nmake\n```\n').slice(0, 2)).toMatchObject([note, commit]);
  });

  it('goes on after a failure has happened as often as it should', () => {
    expect(stepAt(['write'], new Map([[1, 1]])).step).toMatchObject({ kind: 'fail' });
    expect(stepAt(['write'], new Map([[1, 2]])).step).toMatchObject({ tool: 'bash' });
  });

  it('keeps structured output, and the failures before it, apart from the other turns', () => {
    expect(stepAt([], none, STRUCTURED_OUTPUT_TOOL).step).toMatchObject({ kind: 'fail', status: 429 });
    expect(stepAt([], new Map([[3, 1]]), STRUCTURED_OUTPUT_TOOL).step.kind).toBe('structured');
    expect(stepAt([STRUCTURED_OUTPUT_TOOL]).step).toMatchObject({ tool: 'write' });
  });

  it('makes up structured output from the schema when the script has none', () => {
    const seen = conversation('acme/web#3', [], STRUCTURED_OUTPUT_TOOL);
    const { step } = nextStep(seen, { name: 's', match: () => true, steps: [say('x')] }, none);
    expect(step.kind === 'structured' && step.value(seen)).toEqual({ title: 'Add a note on acme/web#3' });
  });
});

describe('a session that is prompted again', () => {
  const work: Script = { name: 'work', match: forIssue('acme/web#1'), steps: [bash('ls'), say('Worked.')] };
  const review: Script = {
    ...work,
    name: 'review',
    from: inPrompt('Review', 'requested'),
    steps: [write('a', 'b'), say('Reviewed.')],
  };
  const user = (text: string) => ({ role: 'user', text, calls: [] });
  const after = (...messages: Conversation['messages']): Conversation => {
    const begun = conversation('Work on acme/web#1', ['bash', undefined]);
    return { ...begun, messages: [...begun.messages, ...messages] };
  };
  const stepOf = (seen: Conversation) => {
    const script = chooseScript(seen, [work, review]);
    return [script?.name, nextStep(seen, script, none).step];
  };

  it('has other steps for what follows, counted from that prompt', () => {
    expect(stepOf(conversation('Work on acme/web#1'))).toMatchObject(['work', { tool: 'bash' }]);
    const asked = user('A review was requested by bob');
    expect(stepOf(after(asked))).toMatchObject(['review', { tool: 'write' }]);
    expect(stepOf(after(asked, assistant('write')))).toMatchObject(['review', { text: 'Reviewed.' }]);
    const again = after(asked, assistant('write'), assistant(), user('One more review requested'));
    expect(stepOf(again)).toMatchObject(['review', { tool: 'write' }]);
  });

  it('goes on where it was when the prompt only resumes', () => {
    const seen = after(user('A review was requested'), assistant('write'), user('Go on.'));
    expect(stepOf(seen)).toMatchObject(['review', { text: 'Reviewed.' }]);
  });
});

describe('chooseScript', () => {
  const one: Script = { name: 'one', match: forIssue('acme/web#1'), steps: [] };
  const chosen = (prompt: string) => chooseScript(conversation(prompt), [one])?.name;

  it('takes the script of the first issue that the prompt names', () => {
    expect(chosen('Work on github.com/acme/web#1, see acme/web#2')).toBe('one');
    expect(chosen('Work on acme/web#12')).toBe('default');
    expect(chosen('Work on acme/web#2, see acme/web#1')).toBe('default');
    expect(chosen('Work on notacme/web#1')).toBe('default');
  });

  it('gives requests without tools to no script', () => {
    const title = { ...conversation('acme/web#1'), tools: [] };
    expect(chooseScript(title, [one])).toBeNull();
    expect(nextStep(title, null, none).step.kind).toBe('say');
  });
});
