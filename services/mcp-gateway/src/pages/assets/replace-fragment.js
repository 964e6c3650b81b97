const MOST_ITEMS = 1_000;
const FIELDS = 'input:not([type=hidden]), textarea, select';

/**
 * Puts a part of the page in place of its older self, or at the end of its list where it is new. What a person is filling in,
 * has opened or has under the focus stays.
 */
export function replaceFragment({ id, within, html }) {
  const template = document.createElement('template');
  template.innerHTML = html;
  const fresh = template.content.firstElementChild;
  const old = document.getElementById(id);
  if (old === null) return append(fresh, within);
  const focus = rememberFocus(old);
  keepOpened(old, fresh);
  keepBusy(old, fresh);
  old.replaceWith(fresh);
  focus();
}

function append(fresh, within) {
  const list = within === undefined ? null : document.getElementById(within);
  if (list === null) return;
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  list.append(fresh);
  while (list.childElementCount > MOST_ITEMS) list.firstElementChild.remove();
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

function keepOpened(old, fresh) {
  for (const { id, open } of [old, ...old.querySelectorAll('details[id]')]) {
    const details = fresh.id === id ? fresh : fresh.querySelector(`#${CSS.escape(id)}`);
    if (details instanceof HTMLDetailsElement) details.open = open;
  }
}

function keepBusy(old, fresh) {
  for (const part of old.querySelectorAll('[data-keep][id]')) {
    if (isBusy(part)) fresh.querySelector(`#${CSS.escape(part.id)}`)?.replaceWith(part);
  }
}

function isBusy(part) {
  const { activeElement } = document;
  if (activeElement?.matches(FIELDS) && part.contains(activeElement)) return true;
  return [...part.querySelectorAll(FIELDS)].some(isFilledIn);
}

function isFilledIn(field) {
  if (field instanceof HTMLSelectElement) return field.selectedIndex !== firstChoice(field);
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

/** Where the page says nothing else it is the first option. */
function firstChoice({ options }) {
  return Math.max(
    0,
    [...options].findIndex(({ defaultSelected }) => defaultSelected),
  );
}

/** The focus goes on to the element in the same place of the new part. */
function rememberFocus(old) {
  const { activeElement } = document;
  if (activeElement === null || !old.contains(activeElement)) return () => undefined;
  const { selectionStart, selectionEnd } = activeElement;
  const path = pathTo(activeElement, old);
  const { id } = old;
  return () => {
    const same = activeElement.isConnected ? activeElement : follow(path, document.getElementById(id));
    same?.focus({ preventScroll: true });
    if (same === activeElement && typeof selectionStart === 'number')
      same.setSelectionRange(selectionStart, selectionEnd);
  };
}

function pathTo(element, root) {
  const path = [];
  for (let each = element; each !== root; each = each.parentElement)
    path.unshift([...each.parentElement.children].indexOf(each));
  return path;
}

function follow(path, root) {
  return path.reduce((element, place) => element?.children[place], root);
}
