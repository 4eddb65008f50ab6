
// Planes of cells: layers over epochs, workers over rounds.

/** A plane: rows from the top down, columns in order; a cell is as deep in color as its figure is high. */
const PLANE = {
  lasting: false,
  shape: () => '',

  data: model => [model.columns.map((column, i) => i), model.columns.map(() => null)],

  options(own, width) {
    const model = own.model;
    const rows = model.rows.length;
    const longest = Math.min(width * 0.34, Math.max(...model.rows.map(widthOf)) + 12);
    const tall = Math.max(13, Math.min(24, 420 / rows));
    return {
      width, height: Math.round(Math.max(rows * tall, 40)) + 44, padding: [4, 12, 0, 0], legend: { show: false },
      cursor: { x: false, y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: { x: { time: false, range: [-0.5, model.columns.length - 0.5] }, y: { range: [0, rows], dir: -1 } },
      series: [{}, { points: { show: false } }],
      axes: [
        { ...axis(own, 2), label: model.columnName, grid: { show: false }, size: 34, splits: () => marks(model.columns, width - longest),
          values: (plot, splits) => splits.map(i => model.columns[i] === undefined ? '' : count(model.columns[i])) },
        { ...axis(own, 3), grid: { show: false }, size: longest,
          splits: () => model.rows.map((row, i) => i + 0.5),
          values: () => model.rows.map((row, i) => tall * rows > 11 * rows || i % 2 === 0 ? clipped(row, longest - 10) : '') },
      ],
      hooks: {
        drawClear: [plot => cells(plot, model)],
        setCursor: [plot => own.show(plot.cursor.left >= 0 ? under(plot, model) : null)],
      },
    };
  },

  legend: () => ['\u00a0'],

  read(model, at) {
    const value = model.values[at.row][at.column];
    return [el('b', {}, model.columnName + ' ' + count(model.columns[at.column])), ' ', model.rows[at.row] + ' ',
      el('b', {}, value === null ? '–' : model.format(value))];
  },

  rows(model) {
    return {
      columns: [{ name: model.columnName }, ...model.rows.map(name => ({ name }))],
      rows: model.columns.map((column, i) => [count(column), ...model.rows.map((row, r) => model.format(model.values[r][i]))]),
    };
  },

  step(model, at, key) {
    const now = at || { row: 0, column: 0 };
    const moves = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0], Home: [0, -1e9], End: [0, 1e9] };
    const move = moves[key];
    if (!move) return null;
    if (!at) return now;
    const within = (value, size) => Math.max(0, Math.min(size - 1, value));
    return { row: within(now.row + move[0], model.rows.length), column: within(now.column + move[1], model.columns.length) };
  },

  point() {},
};

/** Which columns are named: round numbers, no closer than they can be read. */
function marks(columns, width) {
  const most = Math.max(2, width / 56);
  const far = columns[columns.length - 1] - columns[0];
  const step = [1, 2, 5].flatMap(base => [0, 1, 2, 3, 4, 5, 6, 7].map(power => base * 10 ** power)).sort((a, b) => a - b)
    .find(each => far / each < most);
  return columns.map((column, i) => i).filter(i => columns[i] % step === 0 || columns.length === 1);
}

function under(plot, model) {
  const column = Math.round(plot.posToVal(plot.cursor.left, 'x'));
  const row = Math.floor(plot.posToVal(plot.cursor.top, 'y'));
  return model.values[row] && column >= 0 && column < model.columns.length ? { row, column } : null;
}

/** How deep a figure is colored, from 0 to 1. */
function depth(model, value) {
  if (!model.log) return (value - model.low) / (model.high - model.low || 1);
  if (value <= 0) return 0;
  return Math.log(value / model.low) / (Math.log(model.high / model.low) || 1);
}

function cells(plot, model) {
  const { ctx } = plot;
  const parse = text => [1, 3, 5].map(at => parseInt(text.slice(at, at + 2), 16));
  const low = parse(css('--heat0')), high = parse(css('--heat1'));
  ctx.save();
  model.values.forEach((row, r) => {
    const top = Math.round(plot.valToPos(r, 'y', true)), bottom = Math.round(plot.valToPos(r + 1, 'y', true));
    row.forEach((value, c) => {
      if (value === null) return;
      const left = Math.round(plot.valToPos(c - 0.5, 'x', true)), right = Math.round(plot.valToPos(c + 0.5, 'x', true));
      const share = Math.max(0, Math.min(1, depth(model, value)));
      ctx.fillStyle = 'rgb(' + low.map((from, i) => Math.round(from + share * (high[i] - from))).join(',') + ')';
      const seam = right - left > 6 * ratio() ? 1 : 0;
      ctx.fillRect(left, top, right - left - seam, bottom - top - 1);
    });
  });
  ctx.restore();
}

/** What the colors of a plane mean. */
function ramp(model) {
  return el('p', { class: 'legend' }, model.format(model.low), el('span', { class: 'ramp' }), model.format(model.high),
    model.log ? ' (by ratio)' : '');
}
