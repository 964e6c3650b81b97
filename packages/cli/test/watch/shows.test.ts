import { expect, it } from 'vitest';
import { showChanges } from '../../src/watch/show-changes.ts';
import { showJson } from '../../src/watch/show-json.ts';
import { showOnScreen } from '../../src/watch/show-on-screen.ts';
import { ANT, atWork, QUIET } from '../a-status.ts';

const at = new Date('2026-11-20T12:00:00.000Z');
const quiet = { status: QUIET, at, away: null };
const AWAY = 'Redis cannot be reached';

/** A program that remembers what it printed and said, and a screen that remembers what it showed. */
function viewer() {
  const heard = {
    printed: [] as string[],
    said: [] as string[],
    drawn: [] as string[][],
    resize: (): void => undefined,
  };
  const terminal = { stdout: true, stderr: true, columns: 80, rows: 24 };
  const cli = {
    print: (line: string) => void heard.printed.push(line),
    say: (line: string) => void heard.said.push(line),
    now: () => at,
    env: { NO_COLOR: '1' },
    terminal,
  };
  const screen = {
    draw: (lines: readonly string[]) => void heard.drawn.push([...lines]),
    onResize: (listener: () => void) => {
      heard.resize = listener;
    },
    close: () => undefined,
  };
  return { ...heard, heard, cli, screen, terminal };
}

it('draws only what looks different, or on a terminal of another size', () => {
  const { drawn, heard, cli, screen, terminal } = viewer();
  const show = showOnScreen(cli, screen);
  show(quiet);
  show({ ...quiet, status: { ...QUIET, rate_limits: { paused_until: null, limits: [] } } });
  expect(drawn).toHaveLength(1);
  show({ ...quiet, status: { ...QUIET, running: [atWork(1)] } });
  expect(drawn[1]).toContain('Running');
  heard.resize();
  expect(drawn).toHaveLength(2);
  terminal.columns = 30;
  heard.resize();
  expect(drawn).toHaveLength(3);
});

it('goes on showing what was seen while nothing can be seen, and says so above', () => {
  const { drawn, cli, screen } = viewer();
  const show = showOnScreen(cli, screen);
  show(quiet);
  show({ ...quiet, away: AWAY });
  show(quiet);
  expect(drawn[1]?.slice(0, 4)).toEqual([AWAY, 'This is how it was now.', '', 'Tasks  none']);
  expect(drawn[2]).toEqual(drawn[0]);
});

it('prints a line for a change, and says once that nothing can be seen', () => {
  const { printed, said, cli } = viewer();
  const show = showChanges(cli, 10);
  for (const away of [null, AWAY, AWAY, null]) show({ ...quiet, away });
  expect(printed).toEqual(['12:00:00 queue: empty']);
  expect(said).toEqual([`${AWAY}; it is asked again until it answers.`, 'It answers again.']);
});

it('prints the status as JSON when more than a heartbeat has changed', () => {
  const { printed, cli } = viewer();
  const show = showJson(cli);
  const seen = (changes: object) => show({ ...quiet, status: { ...QUIET, ...changes } });
  seen({ dispatchers: [ANT] });
  seen({ dispatchers: [{ ...ANT, last_seen: '2026-11-20T12:00:09.000Z' }] });
  seen({ dispatchers: [{ ...ANT, alive: false }] });
  const activity = {
    tool: 'bash',
    cpu_percent: 1,
    memory_bytes: 1,
    memory_limit_bytes: 9,
    tokens_per_minute: [],
  };
  const busy = (changes: object) =>
    seen({ dispatchers: [ANT], running: [atWork(1, { ...activity, ...changes })] });
  busy({});
  busy({ cpu_percent: 99, memory_bytes: 2, tokens_per_minute: [3] });
  busy({ tool: 'read' });
  expect(printed.map((line) => JSON.parse(line).dispatchers[0].alive)).toEqual([true, false, true, true]);
});
