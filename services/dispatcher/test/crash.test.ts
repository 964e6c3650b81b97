import { once } from 'node:events';
import { bash, say, structured } from '@opencode-commander/simulators';
import { expect, it } from 'vitest';
import { createRig } from './rig.ts';

const push = bash('git add --all && git commit -qm "Work" && git push -q origin HEAD');
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });
const repositories = [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }];

it('a successor takes up what a killed dispatcher left at work, at once', { timeout: 400_000 }, async () => {
  await using rig = await createRig({ repositories });
  const first = rig.spawn();
  const steps = [bash('sleep 8 && echo a > slow.txt'), push, say('Done.'), described];
  const { id, branch } = await rig.task({ repo: 'acme/web', steps });
  await rig.model.untilRequest(({ step }) => step === 'call');
  first.kill('SIGKILL');
  await once(first, 'exit');
  const left = await rig.store.get(id);
  expect(left).toMatchObject({ status: 'running', crashes: 0 });

  rig.spawn();
  await rig.when(id, ({ runs, status }) => runs === 2 && status === 'running');
  const ended = await rig.ended(id);

  const { containerId, sessionId } = left ?? {};
  expect(ended).toMatchObject({ status: 'completed', runs: 2, crashes: 1, containerId, sessionId });
  expect(await rig.files('acme/web', branch)).toContain('slow.txt');
  const prompts = new Set(rig.model.requests.map(({ conversation }) => conversation.prompt));
  expect(prompts.size).toBe(1);
});
