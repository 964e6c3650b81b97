import { expect, test } from 'vitest';
import { holdRepeatedLines } from '../src/hold-repeated-lines.ts';
import { createLogger } from '../src/index.ts';

const clock = { now: 1000 };

function start() {
  const lines: string[] = [];
  const write = holdRepeatedLines(
    (line) => void lines.push(line),
    () => clock.now,
  );
  const say = (level: number, msg: string) =>
    write(`{"level":${level},"time":${clock.now},"msg":"${msg}"}\n`);
  return { say, said: () => lines.map((line) => JSON.parse(line)) };
}

test('the same warning is said once a minute, with how often it was held back', () => {
  const { say, said } = start();
  for (let i = 0; i < 100; i += 1) {
    say(40, 'no Redis');
    say(50, 'no job');
    clock.now += 1000;
  }
  expect(said().map(({ msg, repeated = 0 }) => [msg, repeated])).toEqual([
    ['no Redis', 0],
    ['no job', 0],
    ['no Redis', 59],
    ['no job', 59],
  ]);
});

test('what differs is said, and so is all that is no warning', () => {
  const { say, said } = start();
  for (const level of [30, 40, 20, 30, 40]) say(level, 'same');
  say(40, 'other');
  expect(said().map(({ level, msg }) => [level, msg])).toEqual([
    ...[30, 40, 20, 30, 40].map((level) => [level, 'same']),
    [40, 'other'],
  ]);
});

test('a logger holds back what its children repeat, each for itself', () => {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ name: 'test', level: 'info', pretty: false, secrets: [], stream });
  for (let i = 0; i < 3; i += 1)
    for (const task of ['a', 'b']) log.child({ task }).warn({ err: { code: 'X' } }, 'lost');
  expect(lines.map((line) => JSON.parse(line).task)).toEqual(['a', 'b']);
});
