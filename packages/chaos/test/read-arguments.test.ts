import { expect, it } from 'vitest';
import { ChaosUsageError, readArguments } from '../src/read-arguments.ts';

it('takes what is given, and has a default for everything else', () => {
  expect(readArguments(['--seed', '3', '--faults=1'])).toMatchObject({ seed: 3, faults: 1, issues: 15 });
  expect(readArguments(['--simulated', '--seed', '3', '--first', '9', '--json'])).toMatchObject({
    ...{ simulated: true, seed: 3, first: 9, schedules: 100_000 },
  });
});

it.each([
  [['--seed', '-1'], "Option '--seed' argument is ambiguous; see --help"],
  [['--seed', 'x'], '--seed takes a whole number from 0 to 4294967295, not "x"'],
  [['--fast'], "Unknown option '--fast'; see --help"],
  [['--faults', '0'], '--faults takes a whole number from 1 to 100000, not "0"'],
  [['--simulated', '--faults', '9'], '--faults does not go with --simulated; see --help'],
  [['--simulated', '--schedule', 'f'], '--schedule does not go with --simulated; see --help'],
  [['--first', '9'], '--first needs --simulated; see --help'],
])('says in one line what is wrong with %j', (args, message) => {
  expect(() => readArguments(args)).toThrow(new ChaosUsageError(message));
});
