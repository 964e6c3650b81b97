import type { Cli } from '../cli.ts';
import type { Screen } from '../screen.ts';
import { formatStatus } from '../show/format-status.ts';
import { createPaint } from '../show/paint.ts';
import { plain } from '../show/plain.ts';
import { relativeTime } from '../show/relative-time.ts';
import type { Show, Sight } from './watch-status.ts';

type Viewer = Pick<Cli, 'now' | 'terminal' | 'env'>;

/** Draws the status in place whenever it looks different from before, or its terminal has another size. */
export function showOnScreen(cli: Viewer, screen: Screen): Show {
  let seen: Sight | null = null;
  let drawn = '';
  const draw = () => {
    if (seen === null) return;
    const lines = picture(cli, seen);
    const { columns, rows } = cli.terminal;
    const whole = [columns, rows, ...lines].join('\n');
    if (whole !== drawn) screen.draw(lines);
    drawn = whole;
  };
  screen.onResize(draw);
  return (sight) => {
    seen = sight;
    draw();
  };
}

function picture({ now, terminal, env }: Viewer, { status, at, away }: Sight): string[] {
  const paint = createPaint(terminal.stdout, env);
  const lines = formatStatus(status, { now: now(), columns: terminal.columns, paint });
  if (away === null) return lines;
  const since = `This is how it was ${relativeTime(at.toISOString(), now())}.`;
  return [paint.red(plain(away)), paint.red(since), '', ...lines];
}
