import { expect, it } from 'vitest';
import { fleetFragments } from '../../../src/pages/fleet/fleet-fragments.ts';
import type { FleetView } from '../../../src/pages/fleet/fleet-view.ts';
import { aFleet, aTask } from './a-fleet.ts';

const VIEWER = { formToken: 'the-token', showing: 'one' };

function shown(fleet: FleetView, id: string): string {
  return fleetFragments(fleet, VIEWER).find((fragment) => fragment.id === id)?.html.markup ?? '';
}

it('are one element each, called as they are', () => {
  for (const { id, html } of fleetFragments(aFleet(), VIEWER)) {
    expect(html.markup).toMatch(new RegExp(`^<(section|div) id="${id}"`));
  }
});

it('show how full everything is', () => {
  const fleet = aFleet({
    slots: { used: 3, total: 4 },
    budget: { task_usd: null, repo_day_usd: null, day_usd: 20, spent_today_usd: 12.5 },
    outbox: { waiting: 2, dead: 1 },
  });
  const markup = shown(fleet, 'numbers');
  expect(markup).toContain('3 of 4<meter aria-label="Slots in use" min="0" max="4" value="3">');
  expect(markup).toContain('$12.50<small>of $20.00</small>');
  expect(markup).toContain('2<small class="bad">1 given up</small>');
});

it('show what an agent does, and what it uses', () => {
  const activity = {
    ...{
      tool: 'bash <b>',
      cpu_percent: 41.6,
      memory_bytes: 512 * 1024 ** 2,
      memory_limit_bytes: 4 * 1024 ** 3,
    },
    tokens_per_minute: [0, 1_500],
  };
  const markup = shown(aFleet({ running: [{ ...aTask(), activity }] }), 'running');
  expect(markup).toContain('<code>bash &lt;b&gt;</code>');
  expect(markup).toContain('42 %');
  expect(markup).toContain('512 MiB of 4.0 GiB');
  expect(markup).toContain('Tokens of the last 2 minutes, now 1.5k a minute');
  expect(markup).toContain('href="/tasks/12-a1b2c3"');
  expect(shown(aFleet({ running: [{ ...aTask(), activity: null }] }), 'running')).not.toContain('CPU');
});

it('show what is not well, and nothing where all is', () => {
  const process = {
    ...{
      service: 'poller' as const,
      host: 'laptop',
      pid: 7,
      version: '0.1.0',
      alive: true,
      problems: ['no token <x>'],
    },
    ...{ started_at: '2026-01-01T00:00:00.000Z', last_seen: '2026-01-01T00:01:00.000Z' },
  };
  expect(shown(aFleet(), 'trouble')).toBe('<section id="trouble" hidden></section>');
  expect(shown(aFleet({ processes: [{ ...process, problems: [] }] }), 'trouble')).toContain('hidden');
  const markup = shown(
    aFleet({ processes: [process, { ...process, pid: 8, alive: false }], held: 'no dispatcher is alive' }),
    'trouble',
  );
  expect(markup).toContain('No queued task begins: no dispatcher is alive');
  expect(markup).toContain('poller on laptop (process 7): no token &lt;x&gt;');
  expect(markup).toContain('(process 8) was last heard of <time datetime="2026-01-01T00:01:00.000Z">');
});

it('show the queue by priority, and why something waits', () => {
  const waits_for = { kind: 'pause', of: 'all', name: null, reason: '<i>lunch' } as const;
  const queue = [
    { position: 1, task: aTask({ status: 'queued', priority: 'critical', title: 'Now' }) },
    { position: null, task: aTask({ status: 'queued', priority: 'low', title: 'Later', waits_for }) },
  ];
  const markup = shown(aFleet({}, { queue }), 'queue');
  expect(markup).toMatch(/critical.*Now.*low.*Later/s);
  expect(markup).not.toContain('high');
  expect(markup).toContain('waits until everything is resumed: &lt;i&gt;lunch');
});

it('draw what was done and spent', () => {
  const hour = {
    start: '2026-01-01T08:00:00.000Z',
    completed: 2,
    failed: 1,
    cancelled: 0,
    cost_usd: 1.5,
    tokens: 9_000,
  };
  const markup = shown(aFleet({}, { hours: [hour, { ...hour, completed: 0, failed: 0 }] }), 'trends');
  expect(markup).toContain('Tasks that ended in the last 2 hours: 3, of them 2 completed');
  expect(markup).toContain('$3.00 for 18.0k tokens');
  expect(markup).toContain('<title>08:00 UTC: 2 completed, 1 failed, 0 cancelled</title>');
});

it('show what is paused, with forms that carry the token of the session', () => {
  const pause = {
    scope: 'repository',
    name: 'acme/web',
    by: 'cli',
    since: null,
    reason: 'broken <b>',
    preempts: true,
  } as const;
  const markup = shown(aFleet({ pauses: [pause] }), 'pauses');
  expect(markup).toContain('broken &lt;b&gt;, by cli, with what ran let go of');
  expect(markup).toContain('<input type="hidden" name="repo" value="acme/web">');
  expect(markup.match(/name="form_token" value="the-token"/g)).toHaveLength(2);
});

it('link only to the web', () => {
  const script = aTask({ status: 'completed', pr_url: 'javascript:alert(1)' });
  const markup = shown(
    aFleet({ recent: [script, aTask({ status: 'completed', pr_url: 'https://github.com/x' })] }),
    'ended',
  );
  expect(markup).not.toContain('href="javascript');
  expect(markup).toContain('href="https://github.com/x" rel="noreferrer"');
});
