import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { fitting, openScreen } from '../src/screen.ts';

it.each([
  ['all where there is room', ['a', 'b'], 2, ['a', 'b']],
  ['the first lines, and that there is more', ['a', 'b', 'c'], 2, ['a', '…']],
  [
    'long lines with the room that they take when they are broken',
    ['a'.repeat(21), 'b', 'c'],
    4,
    ['a'.repeat(21), '…'],
  ],
  ['colours, which take none', ['\x1b[31maaaaaaaaaa\x1b[39m', 'b'], 2, ['\x1b[31maaaaaaaaaa\x1b[39m', 'b']],
  ['empty lines, which take one', ['', '', ''], 2, ['', '…']],
])('shows %s', (_what, lines, rows, shown) => {
  expect(fitting(lines, { columns: 10, rows })).toEqual(shown);
});

it('gives the terminal back once, and writes nothing after that', () => {
  const terminal = Object.assign(new PassThrough(), { columns: 80, rows: 24 });
  const screen = openScreen(terminal);
  screen.onResize(() => undefined);
  expect(String(terminal.read())).toBe('\x1b[?1049h\x1b[?25l');
  screen.close();
  screen.close();
  screen.draw(['late']);
  expect(String(terminal.read())).toBe('\x1b[?25h\x1b[?1049l');
  expect(terminal.listenerCount('resize')).toBe(0);
});
