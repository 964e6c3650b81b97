import { expect, test } from 'vitest';
import { repositoryNames } from '../../src/installation/day-costs.ts';
import { mergedIssues, noteMerged } from '../../src/installation/merged-issues.ts';
import { startPrefix } from '../a-prefix.ts';

const on = (day: string) => new Date(`${day}T12:00:00.000Z`);
const issue = { repoId: 7, repo: 'acme/web', number: 12 };

test('an issue was merged when that was seen first', async () => {
  await using own = startPrefix();
  await noteMerged(own, { ...issue, at: on('2026-11-02') });
  await noteMerged(own, { ...issue, number: 13, at: on('2026-11-01') });
  await noteMerged(own, { ...issue, at: on('2026-11-03') });
  expect(await mergedIssues(own)).toEqual([
    { repoId: 7, number: 13, at: on('2026-11-01') },
    { repoId: 7, number: 12, at: on('2026-11-02') },
  ]);
  expect(await repositoryNames(own)).toEqual(new Map([[7, 'acme/web']]));
});

test('what is longer ago than days are kept is forgotten', async () => {
  await using own = startPrefix();
  await noteMerged(own, { ...issue, at: on('2026-09-01') });
  await noteMerged(own, { ...issue, number: 13, at: on('2026-11-01') });
  expect((await mergedIssues(own)).map(({ number }) => number)).toEqual([13]);
});
