import type { Cli } from './cli.ts';

const SLOW_MS = 2_000;

/** Awaits `work`, and says what is being done when it takes longer than two seconds. */
export async function tellIfSlow<T>({ say }: Pick<Cli, 'say'>, doing: string, work: Promise<T>): Promise<T> {
  const timer = setTimeout(say, SLOW_MS, doing);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
