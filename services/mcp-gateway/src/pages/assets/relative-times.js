const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];
const words = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });

/** As the commander program says it: what is to come rounded, in a unit of which there are two; what has been in whole ones. */
function fromNow(seconds) {
  if (Math.abs(seconds) < 1) return 'now';
  const isToCome = seconds > 0;
  const fits = ([, each]) => (isToCome ? seconds >= 2 * each : -seconds >= each);
  const [unit, size] = UNITS.find(fits) ?? ['second', 1];
  return words.format((isToCome ? Math.round : Math.trunc)(seconds / size), unit);
}

/** Says of every instant on the page how far it is from now. */
export function showRelativeTimes() {
  for (const element of document.querySelectorAll('time[datetime]')) {
    const text = fromNow((Date.parse(element.dateTime) - Date.now()) / 1000);
    if (element.textContent === text) continue;
    element.title ||= element.textContent;
    element.textContent = text;
  }
}
