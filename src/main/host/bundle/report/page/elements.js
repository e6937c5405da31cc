// What the other scripts of report.html are made with. They stand in the page one after the other, as one script, under a
// policy that lets nothing else run. Everything is made with DOM calls and text: nothing of a capture is read as markup.

/** @typedef {import('../report-data.ts').ReportHead} ReportHead */
/** @typedef {import('../report-data.ts').ReportRow} ReportRow */
// What the parts of the page share. `goTo`: to a moment on the timeline, and to the row of an event, else to what had
// happened by then. `reveal`: brings timeline and log into view.
/** @typedef {{ head: ReportHead, player: Player, goTo: (atMs: number, n?: number) => void, reveal: () => void }} ReportPage */

/** A block of data of the page. @param {string} id */
function textOf(id) {
  return document.getElementById(id)?.textContent ?? '';
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A button that does `onPress`. @param {Record<string, string>} attributes @param {() => void} onPress @param {(Node | string)[]} children */
function makeButton(attributes, onPress, ...children) {
  const button = make('button', { type: 'button', ...attributes }, ...children);
  button.addEventListener('click', onPress);
  return button;
}

/** A time on the session's clock: `0:07.998`, `1:02:03.004`. @param {number} ms */
function clockTime(ms) {
  const whole = Math.abs(Math.round(ms));
  const s = Math.floor(whole / 1000);
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  const hours = s >= 3600 ? `${Math.floor(s / 3600)}:` : '';
  const minutes = hours === '' ? String(Math.floor(s / 60)) : two(Math.floor(s / 60) % 60);
  return `${ms < -0.5 ? '−' : ''}${hours}${minutes}:${two(s % 60)}.${String(whole % 1000).padStart(3, '0')}`;
}

/** @param {number} ms */
function lengthWords(ms) {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Scrolls a list so that a part of it is seen: one that was just outside comes to the edge, another to the middle. @param {HTMLElement} list @param {number} top @param {number} height */
function keepInView(list, top, height) {
  const above = list.scrollTop - top;
  const below = top + height - list.scrollTop - list.clientHeight;
  if (above <= 0 && below <= 0) return;
  const isNear = Math.max(above, below) <= height;
  const edge = above > 0 ? top : top + height - list.clientHeight;
  list.scrollTop = isNear ? edge : top - (list.clientHeight - height) / 2;
}
