import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';
import { expect, test } from 'vitest';
import { runProcess, type Scope, untilAborted } from '../src/index.ts';

class NoRedis extends OperatorError {
  readonly exitCode = EXIT_CODES.redis;
}

/** A process whose signals the test sends. */
class Host extends EventEmitter {
  written = '';
  exits: number[] = [];
  clock = 0;
  stderr = { write: (text: string) => this.write(text) };
  write(text: string) {
    this.written += text;
  }
  exit(code: number) {
    this.exits.push(code);
  }
  run(start: (scope: Scope) => Promise<void>, graceMs = 5_000) {
    return runProcess({ name: 'commander', host: this, start, graceMs, now: () => this.clock });
  }
}

test('a program that returns is released and exits with 0, leaving no listener', async () => {
  const host = new Host();
  const released: string[] = [];
  const code = await host.run(async ({ stack }) => stack.defer('x', () => void released.push('x')));
  expect({ code, released, written: host.written, left: host.eventNames() }).toEqual({
    code: 0,
    released: ['x'],
    written: '',
    left: [],
  });
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 0],
  ['SIGHUP', 0],
])('%s aborts the signal and releases in order, exit code %i', async (signal, expected) => {
  const host = new Host();
  const order: string[] = [];
  const code = await host.run(async (scope) => {
    scope.stack.defer('first', () => void order.push('first'));
    scope.stack.defer('second', () => void order.push('second'));
    setImmediate(() => host.emit(signal, signal));
    await untilAborted(scope.signal);
    order.push('aborted');
  });
  expect(code).toBe(expected);
  expect(order).toEqual(['aborted', 'second', 'first']);
  expect(host.written).toBe(`commander: ${signal}: stopping; once more to stop at once\n`);
});

test('a program that throws because it was interrupted exits with 130 and no complaint', async () => {
  const host = new Host();
  const code = await host.run(async ({ signal }) => {
    setImmediate(() => host.emit('SIGTERM', 'SIGTERM'));
    await untilAborted(signal);
    throw new Error('wrapped', { cause: signal.reason });
  });
  expect(code).toBe(130);
  expect(host.written.split('\n')).toHaveLength(2);
});

test('the same Ctrl-C handed on by npm is not a second one; a later one is', async () => {
  const host = new Host();
  const freed = once(host, 'free');
  const running = host.run(({ stack, signal }) => {
    stack.defer('slow', async () => void (await freed));
    return untilAborted(signal);
  });
  host.emit('SIGINT', 'SIGINT');
  host.clock = 900;
  host.emit('SIGINT', 'SIGINT');
  expect(host.exits).toEqual([]);
  host.clock = 1_100;
  host.emit('SIGINT', 'SIGINT');
  expect(host.exits).toEqual([130]);
  host.emit('free');
  await running;
});

test('an OperatorError is one line and its exit code', async () => {
  const host = new Host();
  const code = await host.run(async () => {
    throw new NoRedis('Redis does not answer: start it');
  });
  expect(code).toBe(5);
  expect(host.written).toBe('commander: Redis does not answer: start it\n');
});

test('an unexpected error shows its stack without secrets and exits with 1, after the release', async () => {
  const host = new Host();
  const released: string[] = [];
  const code = await host.run(async ({ stack, redactor }) => {
    stack.defer('x', () => void released.push('x'));
    redactor.add('very-secret');
    throw new TypeError('bad very-secret', { cause: new Error('also very-secret') });
  });
  expect({ code, released }).toEqual({ code: 1, released: ['x'] });
  expect(host.written).toContain('commander: TypeError: bad [secret]\n    at ');
  expect(host.written).not.toContain('very-secret');
});

test.each(['uncaughtException', 'unhandledRejection'])('%s ends the program', async (event) => {
  const host = new Host();
  const released: string[] = [];
  const code = await host.run(async ({ signal, stack }) => {
    stack.defer('x', () => void released.push('x'));
    setImmediate(() => host.emit(event, new Error('out of nowhere')));
    await untilAborted(signal);
  });
  expect({ code, released }).toEqual({ code: 1, released: ['x'] });
  expect(host.written).toContain('out of nowhere');
});

test('a program that does not heed its signal is released after the grace', async () => {
  const host = new Host();
  const released: string[] = [];
  const code = await host.run(({ stack }) => {
    stack.defer('x', () => void released.push('x'));
    setImmediate(() => host.emit('SIGINT', 'SIGINT'));
    return new Promise(() => undefined);
  }, 20);
  expect({ code, released }).toEqual({ code: 130, released: ['x'] });
});

test('what cannot be released is told and is a failure', async () => {
  const host = new Host();
  const code = await host.run(async ({ stack }) => {
    stack.defer('redis', () => Promise.reject(new Error('gone')));
  });
  expect(code).toBe(1);
  expect(host.written).toContain('redis could not be released: gone');
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 0],
] as const)('a real process: %s releases and exits with %i', async (signal, expected) => {
  const program = fileURLToPath(new URL('./served-program.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // tsx keeps its cache in there.
    env: { ...process.env, TMPDIR: '/tmp' },
  });
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  await once(lines, 'line');
  child.kill(signal);
  const [code] = await once(child, 'close');
  expect(code).toBe(expected);
  expect(said).toEqual(['running', 'released']);
});
