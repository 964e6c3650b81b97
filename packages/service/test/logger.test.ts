import { expect, test } from 'vitest';
import { createLogger, createRedactor } from '../src/index.ts';

const SECRET = 'hunter2"\\quoted';

function logTo(lines: string[], pretty: boolean) {
  return createLogger({
    name: 'test',
    level: 'info',
    pretty,
    secrets: [SECRET],
    stream: { write: (line) => void lines.push(line) },
  });
}

test.each([true, false])('a secret appears nowhere in a line (pretty: %s)', (pretty) => {
  const lines: string[] = [];
  const logger = logTo(lines, pretty);
  const encoded = Buffer.from(`x-access-token:${SECRET}`).toString('base64');
  const cause = new Error(`inner ${SECRET}`);
  logger.info(`plain ${SECRET}`);
  logger.info({ deep: { list: [{ token: SECRET }], [SECRET]: 1, header: `Basic ${encoded}` } }, 'nested');
  logger.error({ err: new Error(`outer ${SECRET}`, { cause }) }, 'failed');
  logger.child({ bound: SECRET }).warn({ error: cause }, '%s', SECRET);

  const all = lines.join('');
  expect(lines).toHaveLength(4);
  expect(all).not.toContain('hunter2');
  expect(all).not.toContain(Buffer.from(SECRET).toString('base64').slice(4, -4));
  expect(all.split('[secret]').length).toBeGreaterThan(9);
});

test('JSON lines stay JSON, with level, name and message', () => {
  const lines: string[] = [];
  logTo(lines, false).info({ a: SECRET }, 'hello');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 30, name: 'test', msg: 'hello', a: '[secret]' });
});

test('an error made for people is its message, any other comes with its stack', () => {
  const lines: string[] = [];
  const logger = logTo(lines, false);
  logger.warn({ err: Object.assign(new Error('no Redis: start it'), { exitCode: 5 }) }, 'lost');
  logger.warn({ err: new Error('a bug') }, 'lost');
  expect(JSON.parse(lines[0] ?? '').err).toEqual({ type: 'Error', message: 'no Redis: start it' });
  expect(JSON.parse(lines[1] ?? '').err.stack).toContain('logger.test.ts');
});

test('a redactor can be handed in and learn later', () => {
  const lines: string[] = [];
  const redactor = createRedactor();
  const stream = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ name: 'test', level: 'info', pretty: false, secrets: redactor, stream });
  redactor.add('installation-token');
  logger.info('with installation-token');
  expect(lines[0]).toContain('with [secret]');
});
