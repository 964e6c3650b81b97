import { expect, it } from 'vitest';
import { DispatchError } from '../src/index.ts';
import { readIssueReference } from '../src/read-issue-reference.ts';

const issue = { host: 'ghe.test', owner: 'acme', repo: 'web', number: 12 };

it.each([
  'acme/web#12',
  'ghe.test/acme/web#12',
  'GHE.test/acme/web#12',
  ' https://ghe.test/acme/web/issues/12 ',
])('reads %s', (text) => expect(readIssueReference(text, 'ghe.test')).toEqual(issue));

it.each([
  ['acme/web', 'acme/web names no issue: write owner/repo#12'],
  ['12', '12 names no issue'],
  ['', 'names no issue'],
  ['https://ghe.test/acme/web/pull/12', 'is a pull request: name the issue it is for'],
  ['https://ghe.test/acme/web/pull/12/files', 'is a pull request: name the issue it is for'],
  ['github.com/acme/web#12', 'is on github.com, but commander works for ghe.test: set github.host'],
  ['acme/web\u001b[2J', 'acme/web[2J names no issue'],
])('refuses %s', (text, message) => {
  expect(() => readIssueReference(text, 'ghe.test')).toThrow(DispatchError);
  expect(() => readIssueReference(text, 'ghe.test')).toThrow(message);
});
