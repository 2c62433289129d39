// Keeps an open page true: listens for changes, and fetches again just the parts that name a changed area in
// data-live. Pages are complete without it. Only one request a second, none while nobody looks.

const SWAP_GAP_MS = 1000;
const HINT_AFTER_MS = 5000;
const RETRY_FIRST_MS = 2000;
const RETRY_MOST_MS = 60000;
const GONE = Symbol('gone');

const address = document.body.dataset.changes;
const hint = document.getElementById('connection');
const parser = new DOMParser();

let stream = null;
let position = 0;
let retry = RETRY_FIRST_MS;
let retryTimer = 0;
let hintTimer = 0;
let swapTimer = 0;
let swappedAt = 0;
let swapping = false;
let told = 0; // Counts what calls for a fetch: what comes while one is under way calls for another.
const stale = new Set();

const live = () => [...document.querySelectorAll('[data-live][id]')];
const areasOf = element => element.dataset.live.split(/\s+/).filter(Boolean);
const touched = element => stale.has('*') || areasOf(element).some(area => area === '*' || stale.has(area));

/** Somebody is typing or choosing in it: their words matter more than a newer number. */
function busy(element) {
  const focused = document.activeElement;
  return element.contains(focused) && focused.matches('input, textarea, select')
    || [...element.querySelectorAll('form')].some(dirty);
}

function dirty(form) {
  return [...form.elements].some(field =>
    field.type === 'checkbox' || field.type === 'radio' ? field.checked !== field.defaultChecked
      : field.tagName === 'SELECT' ? [...field.options].some(option => option.selected !== option.defaultSelected
        && (option.defaultSelected || option.value !== ''))
        : 'defaultValue' in field && field.type !== 'hidden' && field.value !== field.defaultValue);
}

function focusables(element) {
  return [...element.querySelectorAll('a[href], button, summary, input, select, textarea, [tabindex]')];
}

/** Puts the new part in place of the old, keeping scroll, what is folded open, and the focus. */
function swap(old, fresh) {
  if (old.innerHTML === fresh.innerHTML) return;
  const focusAt = focusables(old).indexOf(document.activeElement);
  const onItself = old === document.activeElement;
  const opened = [...old.querySelectorAll('details')].map(details => details.open);
  const scrolled = [...old.querySelectorAll('[data-keep-scroll]')].map(box => [box.scrollLeft, box.scrollTop]);
  const placed = document.importNode(fresh, true);
  old.replaceWith(placed);
  placed.querySelectorAll('details').forEach((details, at) => { if (opened[at]) details.open = true; });
  placed.querySelectorAll('[data-keep-scroll]').forEach((box, at) => {
    if (scrolled[at]) [box.scrollLeft, box.scrollTop] = scrolled[at];
  });
  placed.classList.add('changed');
  const focus = onItself ? placed : focusAt >= 0 ? focusables(placed)[focusAt] : null;
  focus?.focus({ preventScroll: true });
}

/** The page as it is now; null: ask again later; GONE: the reader may not see it any more, so leave what is shown. */
async function fetchPage() {
  const asked = new URL(location.href);
  if (position > 0) asked.searchParams.set('after', String(position));
  const answer = await fetch(asked, { headers: { Accept: 'text/html' }, credentials: 'same-origin' });
  if (answer.redirected || answer.status < 500 && !answer.ok) return GONE;
  if (!answer.ok) return null;
  return parser.parseFromString(await answer.text(), 'text/html');
}

/** Fetches what is stale and at rest; false: the page could not be had, and is to be asked for again. */
async function refresh() {
  const wanted = live().filter(touched);
  const waiting = wanted.filter(busy);
  const now = wanted.filter(element => !waiting.includes(element));
  const asked = [...stale];
  stale.clear();
  for (const element of waiting) areasOf(element).forEach(area => stale.add(area));
  if (now.length === 0) return true;
  const page = await fetchPage().catch(error => {
    console.info('The page could not be fetched again.', error.name);
    return null;
  });
  if (page === null) {
    asked.forEach(area => stale.add(area));
    return false;
  }
  if (page === GONE) return true;
  const [x, y] = [window.scrollX, window.scrollY];
  for (const element of now) {
    const fresh = page.getElementById(element.id);
    if (!fresh || !element.isConnected) continue;
    if (busy(element)) areasOf(element).forEach(area => stale.add(area));
    else swap(element, fresh);
  }
  if (window.scrollY !== y) window.scrollTo({ left: x, top: y, behavior: 'instant' });
  return true;
}

function mark(areas) {
  told++;
  areas.forEach(area => stale.add(area));
  schedule();
}

/** At most one fetch a second, none while hidden; what changes meanwhile waits for the next. */
function schedule(least = 0) {
  if (swapTimer || swapping || document.hidden || stale.size === 0) return;
  const wait = Math.max(least, swappedAt + SWAP_GAP_MS - Date.now(), 0);
  swapTimer = setTimeout(async () => {
    swapTimer = 0;
    swapping = true;
    swappedAt = Date.now();
    const before = told;
    let had = false;
    try {
      had = await refresh();
    } finally {
      swapping = false;
    }
    if (!had) schedule(RETRY_FIRST_MS);
    else if (told !== before) schedule();
  }, wait);
}

function heard(event) {
  const change = JSON.parse(event.data);
  position = Math.max(position, Number(change.position ?? event.lastEventId) || 0);
  mark(change.areas ?? ['*']);
}

function connected() {
  clearTimeout(hintTimer);
  hintTimer = 0;
  if (retry > RETRY_FIRST_MS || !hint.hidden) mark(['*']);
  retry = RETRY_FIRST_MS;
  hint.hidden = true;
}

/** The browser tries again by itself unless the answer was a refusal; then we do, ever more slowly. */
function lost() {
  hintTimer ||= setTimeout(() => { hint.hidden = false; }, HINT_AFTER_MS);
  if (stream?.readyState !== EventSource.CLOSED) return;
  stream = null;
  clearTimeout(retryTimer);
  retryTimer = setTimeout(listen, retry * (0.75 + Math.random() / 2));
  retry = Math.min(retry * 2, RETRY_MOST_MS);
}

function listen() {
  if (stream || document.hidden) return;
  stream = new EventSource(address);
  stream.onopen = connected;
  stream.onerror = lost;
  stream.onmessage = heard;
  stream.addEventListener('change', heard);
}

/** A page nobody looks at gives its connection back, and catches up when somebody looks again. */
function visibilityChanged() {
  if (document.hidden) {
    stream?.close();
    stream = null;
    clearTimeout(retryTimer);
    clearTimeout(hintTimer);
    hintTimer = 0;
    return;
  }
  listen();
  mark(['*']);
}

if (address && hint && live().length > 0) {
  document.addEventListener('visibilitychange', visibilityChanged);
  document.addEventListener('focusout', () => { told++; schedule(SWAP_GAP_MS); });
  window.addEventListener('pagehide', () => { stream?.close(); stream = null; });
  window.addEventListener('pageshow', event => { if (event.persisted) visibilityChanged(); });
  listen();
}
