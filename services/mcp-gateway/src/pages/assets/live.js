// Has a page change by itself: the gateway sends the parts that are not as they were.
import { showRelativeTimes } from './relative-times.js';
import { replaceFragment } from './replace-fragment.js';

const TIMES_MS = 5_000;
const connection = document.getElementById('connection');
const stream = new EventSource(document.body.dataset.live);

stream.addEventListener('fragment', ({ data }) => {
  replaceFragment(JSON.parse(data));
  showRelativeTimes();
});
stream.addEventListener('open', () => say('live'));
stream.addEventListener('error', () => {
  const isOver = stream.readyState === EventSource.CLOSED;
  say(isOver ? 'not live any more: load the page again' : 'connecting …');
});

function say(words) {
  connection.textContent = words;
  connection.dataset.state = words;
}

for (const list of document.querySelectorAll('.transcript')) list.scrollTop = list.scrollHeight;
showRelativeTimes();
setInterval(showRelativeTimes, TIMES_MS);
