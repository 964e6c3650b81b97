import { afterEach, expect, it, vi } from 'vitest';

const SOURCE = new URL('../../../src/pages/assets/relative-times.js', import.meta.url).href;
const NOW = Date.UTC(2026, 10, 20);
const HOUR = 3_600_000;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it.each([
  [2.9 * 24 * HOUR, 'in 3 days'],
  [36 * HOUR, 'in 36 hr.'],
  [-36 * HOUR, '1 day ago'],
  [-400, 'now'],
])('rounds %d ms from now as the commander program does', async (ms, shown) => {
  vi.useFakeTimers({ now: NOW });
  const element = { dateTime: new Date(NOW + ms).toISOString(), title: '', textContent: 'then' };
  vi.stubGlobal('document', { querySelectorAll: () => [element] });
  const { showRelativeTimes } = await import(SOURCE);
  showRelativeTimes();
  expect(element).toMatchObject({ textContent: shown, title: 'then' });
});
