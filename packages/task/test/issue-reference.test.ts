import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseIssueReference } from '../src/index.ts';

const twelve = { host: 'github.com', owner: 'acme', repo: 'web', number: 12 };

it.each([
  ['acme/web#12', twelve],
  [' acme/web#12 ', twelve],
  ['ghe.acme.dev/acme/web#12', { ...twelve, host: 'ghe.acme.dev' }],
  ['127.0.0.1:8080/acme/web#12', { ...twelve, host: '127.0.0.1:8080' }],
  ['https://github.com/acme/web/issues/12', twelve],
  ['https://github.com/acme/web/issues/12/', twelve],
  ['https://github.com/acme/web/issues/12#issuecomment-1', twelve],
  ['http://GHE.acme.dev:3000/acme/web/issues/12', { ...twelve, host: 'ghe.acme.dev:3000' }],
  ['acme/my.repo_x-1#1', { ...twelve, repo: 'my.repo_x-1', number: 1 }],
])('reads %s', (text, reference) => {
  expect(parseIssueReference(text, 'github.com')).toEqual(reference);
});

it.each([
  'acme/web',
  'acme/web#',
  'acme/web#0',
  'acme/web#-1',
  'acme/web#1.5',
  '#12',
  '12',
  '',
  'a/b/c/d#12',
  'acme/we b#12',
  'acme/web#12; rm -rf /',
  'https://github.com/acme/web/pull/12',
  'https://github.com/acme/web/issues/x',
  'ftp://github.com/acme/web/issues/12',
])('refuses %j', (text) => {
  expect(parseIssueReference(text, 'github.com')).toBeNull();
});

it('never throws, and what it reads can be read again', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.stringMatching(/^[\w./#-]*$/)), (text) => {
      const found = parseIssueReference(text, 'github.com');
      if (found === null) return;
      const written = `${found.host}/${found.owner}/${found.repo}#${found.number}`;
      expect(parseIssueReference(written, 'elsewhere.example')).toEqual(found);
    }),
  );
});
