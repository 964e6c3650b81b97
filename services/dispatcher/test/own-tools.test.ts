import { bash, call, structured, write } from '@opencode-commander/simulators';
import type { TaskEvent } from '@opencode-commander/task';
import { expect, it } from 'vitest';
import { createRig } from './rig.ts';

const SHOUT = `import { tool } from '@opencode-ai/plugin';

export default tool({
  description: 'Says it loudly.',
  args: { text: tool.schema.string() },
  execute: async ({ text }) => text.toUpperCase(),
});
`;

it("runs a repository's own tools without a network, and refuses nothing meanwhile", {
  timeout: 120_000,
}, async () => {
  const files = { 'README.md': '# web\n', '.opencode/tool/shout.ts': SHOUT };
  await using rig = await createRig({ repositories: [{ owner: 'acme', name: 'web', files }] });
  await rig.start();
  const { id } = await rig.task({
    repo: 'acme/web',
    steps: [
      call('shout', { text: 'hello' }),
      write('hello.txt', 'hello\n'),
      bash('git status --short --untracked-files=all'),
      bash('git add --all && git commit -qm "Say hello" && git push -q origin HEAD'),
      structured({ title: 'Say hello', body: 'It says hello now.', summary: 'Hello is said.' }),
    ],
  });

  expect(await rig.ended(id)).toMatchObject({ status: 'completed' });

  const events = (await rig.store.readEvents(id)).map(({ event }) => event);
  expect(outputs(events)).toMatchObject({ shout: ['HELLO'], bash: ['?? hello.txt', expect.anything()] });
  // A door that stayed shut, such as the one to npm's registry, would be told of here.
  expect(events.filter(({ type }) => type === 'service')).toEqual([]);
});

/** What each tool put out, call by call. */
function outputs(events: readonly TaskEvent[]): Record<string, string[]> {
  const done = events.flatMap((event) =>
    event.type === 'tool' && event.state === 'completed' ? [event] : [],
  );
  const names = [...new Set(done.map(({ tool }) => tool))];
  const ofTool = (name: string) =>
    done.filter(({ tool }) => tool === name).map(({ output }) => output.trim());
  return Object.fromEntries(names.map((name) => [name, ofTool(name)]));
}
