const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];
const words = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });

/** Says of every instant on the page how far it is from now. */
export function showRelativeTimes() {
  for (const element of document.querySelectorAll('time[datetime]')) {
    const seconds = (Date.parse(element.dateTime) - Date.now()) / 1000;
    const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? ['second', 1];
    const text = words.format(Math.trunc(seconds / size), unit);
    if (element.textContent === text) continue;
    element.title ||= element.textContent;
    element.textContent = text;
  }
}
