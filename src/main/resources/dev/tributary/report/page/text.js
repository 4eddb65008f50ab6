'use strict';

// Words and elements. All that comes from a job or its data becomes text, never markup.

const count = value => Math.round(value).toLocaleString('en-US');

const whole = value => value === null || value === undefined ? '–' : count(value);

function decimal(value) {
  if (value === null || value === undefined || !isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.001 || size >= 1e7) return value.toExponential(2).replace('e', ' e');
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(4)));
}

function percent(share) {
  if (share === null || share === undefined) return '–';
  return share < 1 && share >= 0.9995 ? '> 99.9 %' : (100 * share).toFixed(1) + ' %';
}

function duration(seconds) {
  if (seconds === null || seconds === undefined) return '–';
  if (seconds === 0) return '0 s';
  if (seconds < 0.0995) return decimal(Number((1000 * seconds).toPrecision(3))) + ' ms';
  if (seconds < 60) return Number(seconds.toPrecision(3)) + ' s';
  const whole = Math.round(seconds);
  return whole < 3600
    ? Math.floor(whole / 60) + ' min ' + (whole % 60) + ' s'
    : Math.floor(whole / 3600) + ' h ' + Math.floor(whole % 3600 / 60) + ' min';
}

const plural = (number, noun) => count(number) + ' ' + noun + (number === 1 ? '' : 's');

const METRICS = {
  loss: { name: 'loss', format: decimal, low: true },
  accuracy: { name: 'accuracy', format: percent, most: 1.004 },
  rmse: { name: 'RMSE', format: decimal, low: true },
  mae: { name: 'MAE', format: decimal, low: true },
  r2: { name: 'R²', format: decimal },
};
const metric = key => METRICS[key] || { name: key, format: decimal };

/** An element: its attributes, then its children, texts or elements. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

/**
 * A table. Columns: {name, text}; a column is right aligned unless text. Rows: arrays of texts or elements, whose first
 * is the row's heading.
 */
function table(columns, rows, kind) {
  const head = el('tr', {}, ...columns.map(
    column => el('th', { scope: 'col', class: column.text ? 'text' : null }, column.name)));
  const body = el('tbody', {});
  for (const row of rows) {
    body.append(el('tr', {}, ...row.map((cell, i) => el(
      i === 0 ? 'th' : 'td',
      { scope: i === 0 ? 'row' : null, class: columns[i].text ? 'text' : columns[i].kind || null },
      cell === null || cell === undefined ? '–' : cell))));
  }
  return el('table', { class: kind || null }, el('thead', {}, head), body);
}

/** What scrolls by itself where it is too wide; the keyboard reaches it. */
const scroll = (child, label, kind = '') =>
  el('div', { class: ('scroll ' + kind).trim(), tabindex: 0, role: 'region', 'aria-label': label }, child);

function pairs(entries) {
  const list = el('dl', { class: 'pairs' });
  for (const [name, value] of entries) list.append(el('dt', {}, name), el('dd', {}, value));
  return list;
}

/** Where a column is least or most: its index, -1 if it has no number. */
function extreme(values, better) {
  let at = -1;
  values.forEach((value, i) => {
    if (value !== null && value !== undefined && (at < 0 || better(value, values[at]))) at = i;
  });
  return at;
}
const lowest = values => extreme(values, (a, b) => a < b);
const highest = values => extreme(values, (a, b) => a > b);
const known = values => values.filter(value => value !== null && value !== undefined);

/** A column in a sentence: where it began, where it is, and its best. */
function story(name, xs, values, xName, format, low) {
  const some = values.map((value, i) => i).filter(i => values[i] !== null && values[i] !== undefined);
  if (some.length === 0) return '';
  const first = some[0], last = some[some.length - 1];
  if (first === last) return name + ' ' + format(values[first]) + ' in ' + xName + ' ' + xs[first] + '.';
  const best = low ? lowest(values) : highest(values);
  const end = format(values[first]) === format(values[last])
    ? name + ' ' + format(values[first]) + ' at first and at last'
    : name + ' from ' + format(values[first]) + ' to ' + format(values[last]);
  return best === last || low === undefined
    ? end + '.'
    : end + '; ' + (low ? 'lowest ' : 'highest ') + format(values[best]) + ' in ' + xName + ' ' + count(xs[best]) + '.';
}
