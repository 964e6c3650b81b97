import type { CommandEnd, Host } from '../src/index.ts';

export type FakeHost = Host & { ran: string[] };

/** A machine whose programs answer as told: by the words its command line begins with. Anything else is missing. */
export function fakeHost(
  answers: Record<string, string | { code: number; output?: string } | (() => string | { code: number })>,
  options: Partial<Host> = {},
): FakeHost {
  const ran: string[] = [];
  const answer = (line: string): CommandEnd => {
    const key = Object.keys(answers)
      .filter((start) => line.startsWith(start))
      .sort((a, b) => b.length - a.length)[0];
    if (key === undefined) return { status: 'missing' };
    const found = answers[key] ?? '';
    const end = typeof found === 'function' ? found() : found;
    return typeof end === 'string'
      ? { status: 'ended', code: 0, output: end }
      : { status: 'ended', output: '', ...end };
  };
  return {
    platform: 'linux',
    uid: 0,
    nodeVersion: '20.19.0',
    ran,
    has: async (program) => Object.keys(answers).some((start) => start.split(' ')[0] === program),
    run: async (command) => {
      ran.push(command.join(' '));
      return answer(command.join(' '));
    },
    probe: async () => 401,
    ...options,
  };
}
