import { expect, test } from 'vitest';
import { documentOf } from '../../src/document/document.ts';
import { readToml } from '../../src/document/read-toml.ts';

function read(text: string) {
  return documentOf(readToml(text, 'f.toml'));
}

test('tables, inline tables, dotted keys and arrays of tables become one document with lines', () => {
  const { value, originOf } = read(`top.a = 1
inline = { b = [1, 2], c.d = "x" }
[llm."open-ai"]
key = """
several
lines"""
[[repo]]
name = "one"
[[repo]]
name = "two"
`);
  expect(value).toEqual({
    top: { a: 1 },
    inline: { b: [1, 2], c: { d: 'x' } },
    llm: { 'open-ai': { key: 'several\nlines' } },
    repo: [{ name: 'one' }, { name: 'two' }],
  });
  const line = (...place: (string | number)[]) => originOf(place);
  expect(line('repo', 1, 'name')).toEqual({ kind: 'file', file: 'f.toml', line: 10 });
  expect(line('repo', 1)).toMatchObject({ line: 10 });
  expect(line('llm', 'open-ai', 'absent')).toMatchObject({ line: 4 });
  expect(line('absent')).toEqual({ kind: 'default' });
});

test('an array of inline tables is an array of tables', () => {
  expect(read('repo = [{ name = "a" }, { name = "b", x = {} }]').value).toEqual({
    repo: [{ name: 'a' }, { name: 'b', x: {} }],
  });
});

test('names that JavaScript knows change nothing outside the document', () => {
  for (const text of [
    '__proto__.polluted = 1',
    '[constructor.prototype]\npolluted = 1',
    'a = [{ __proto__ = { polluted = 1 } }]',
  ])
    read(text);
  expect('polluted' in {}).toBe(false);
});
