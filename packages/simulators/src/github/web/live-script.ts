/** Runs in the browser: fetches the page again after a change and swaps what is different, but never under a person's hands. */
export const LIVE_SCRIPT = `
const known = new Map();
for (const part of document.querySelectorAll('[data-live]')) known.set(part.id, null);
let timer = 0;
async function refresh() {
  timer = 0;
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const id of known.keys()) {
    const [old, next] = [document.getElementById(id), fresh.getElementById(id)];
    if (!old || !next || next.innerHTML === known.get(id)) continue;
    if (known.get(id) === null && next.innerHTML === old.innerHTML) continue;
    if (old.contains(document.activeElement) && document.activeElement !== document.body) continue;
    known.set(id, next.innerHTML);
    old.innerHTML = next.innerHTML;
  }
}
function later() {
  if (!timer) timer = setTimeout(() => refresh().catch(() => {}), 200);
}
const events = new EventSource('/-/events');
events.onmessage = later;
events.onopen = () => document.documentElement.classList.add('live');
events.onerror = () => document.documentElement.classList.remove('live');
`;
