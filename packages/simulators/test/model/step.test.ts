import { expect, it } from 'vitest';
import { bash } from '../../src/model/step.ts';

it('describes a command by its beginning, and shows that it goes on', () => {
  expect(bash('npm test')).toMatchObject({ args: { description: 'npm test' } });
  const long = bash(`git commit -m '${'x'.repeat(80)}'`);
  expect(long).toMatchObject({ args: { description: `git commit -m '${'x'.repeat(44)}…` } });
  expect(bash('cd web\nnpm test')).toMatchObject({ args: { description: 'cd web…' } });
});
