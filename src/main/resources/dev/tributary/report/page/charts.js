
// Drawings, and lines over rounds or epochs. uPlot draws; what is said here of a drawing holds for planes, too.

const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3]];
const PLAIN_POINTS = 40;
const charts = new Set();
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const color = i => css('--c' + (i % 6));
const ratio = () => devicePixelRatio;
const canvasFont = () => '12px ' + getComputedStyle(document.body).fontFamily;

const measured = document.createElement('canvas').getContext('2d');
function widthOf(text) {
  measured.font = canvasFont();
  return measured.measureText(text).width;
}

/** What stays beside an axis that ends before the highest values: a few rounds that stall must not flatten the rest. */
function ceiling(columns) {
  const values = columns.flatMap(known).sort((a, b) => a - b);
  if (values.length < 20) return Infinity;
  const usual = values[Math.floor(values.length * 0.95)];
  return values[values.length - 1] > 4 * usual && usual > 0 ? 2 * usual : Infinity;
}

/** Whether figures are better read by their ratios. */
function spreads(columns) {
  const values = columns.flatMap(known);
  const least = Math.min(...values);
  return values.length > 3 && least > 0 && Math.max(...values) / least > 60;
}

/**
 * A drawing with all that belongs to it: heading, the figures in a sentence, a line that reads the values at the cursor,
 * and all of them as a table. It is made once; update() gives it a model or, where there is nothing to draw, null.
 * A kind of drawing has options(model, width), data(model), read(model, index) and rows(model).
 */
function drawing(title, kind) {
  const summary = el('p', { class: 'summary' });
  const read = el('p', { class: 'read', 'aria-live': 'polite' });
  const box = el('div', { class: 'chart', tabindex: 0, role: 'group' });
  const under = el('div', {});
  const details = el('details', {}, el('summary', {}, 'Figures as a table'));
  const heading = el('h3', {}, title);
  const node = el('figure', {}, heading, summary, read, box, under, details);
  node.style.margin = '0';
  const own = { node, plot: null, model: null, shape: '', at: null, named: false };

  function rest() {
    own.at = null;
    read.replaceChildren(...kind.legend(own));
  }

  function tabulate() {
    while (details.children.length > 1) details.lastChild.remove();
    if (details.open && own.model) {
      const { columns, rows } = kind.rows(own.model);
      details.append(scroll(table(columns, rows), title + ', as a table'));
    }
  }

  own.show = index => {
    if (index === null || index === undefined || !own.model) return rest();
    own.at = index;
    read.replaceChildren(...kind.read(own.model, index));
  };

  own.redraw = () => {
    if (!own.model || box.clientWidth === 0) return;
    own.plot?.destroy();
    own.plot = new uPlot(kind.options(own, box.clientWidth), kind.data(own.model), box);
    own.plot.root.setAttribute('aria-hidden', 'true');
  };

  own.update = model => {
    node.hidden = !model;
    own.model = model;
    if (!model) return;
    summary.textContent = model.summary;
    box.setAttribute('aria-label', title + '. ' + model.summary + ' The arrow keys read the values.');
    under.replaceChildren(...(model.under || []));
    const shape = kind.shape(model);
    if (own.plot && shape === own.shape && kind.lasting) {
      const xs = own.plot.data[0], { min, max } = own.plot.scales.x;
      const closer = min > xs[0] || max < xs[xs.length - 1];
      own.plot.setData(kind.data(model), !closer);
      if (closer) own.plot.redraw();
    } else {
      own.shape = shape;
      own.redraw();
      if (own.at === null) rest();
    }
    if (details.open && !details.contains(document.activeElement)) tabulate();
  };

  details.addEventListener('toggle', tabulate);
  box.addEventListener('keydown', event => {
    const next = own.model && kind.step(own.model, own.at, event.key);
    if (next === null || next === undefined) return;
    event.preventDefault();
    kind.point(own, next);
    own.show(next);
  });
  box.addEventListener('blur', rest);
  new ResizeObserver(() => requestAnimationFrame(() => {
    if (box.clientWidth > 0 && own.plot?.width !== box.clientWidth) own.redraw();
  })).observe(box);
  charts.add(own);
  return own;
}

function axis(own, side) {
  return {
    stroke: () => css('--faint'), font: canvasFont(), labelFont: canvasFont(), labelSize: 18, labelGap: 0, gap: 6,
    grid: { stroke: () => css('--rule'), width: 1 }, ticks: { show: false }, side,
  };
}

const LINES = {
  lasting: true,

  shape: model => JSON.stringify([model.x.name, model.log, model.series.map(s => [s.name, !!s.min]), isFinite(model.ceiling),
    model.x.values.length > PLAIN_POINTS, model.stacked]),

  /** Stacked series lie on one another; a band is two more columns. */
  data(model) {
    const columns = [model.x.values];
    if (model.stacked) {
      let below = model.x.values.map(() => 0);
      for (const series of model.series) {
        below = below.map((sum, i) => sum + (series.values[i] || 0));
        columns.push(below);
      }
    } else {
      model.series.forEach(series => columns.push(series.values));
      model.series.filter(series => series.min).forEach(series => columns.push(series.min, series.max));
    }
    return columns;
  },

  options(own, width) {
    const model = own.model;
    const few = model.x.values.length <= PLAIN_POINTS;
    const hue = (series, i) => series.hue === undefined ? i : series.hue;
    const series = [{}];
    const bands = [];
    model.series.forEach((each, i) => series.push({
      label: each.name,
      stroke: () => color(hue(each, i)),
      fill: model.stacked && i === 0 ? () => color(hue(each, i)) + '66' : undefined,
      width: model.stacked ? 0.5 : 2,
      dash: model.stacked ? [] : DASHES[each.dash === undefined ? Math.min(i, 3) : each.dash],
      spanGaps: true,
      points: { show: few && !model.stacked, size: 5, fill: () => color(hue(each, i)) },
    }));
    if (model.stacked) {
      model.series.forEach((each, i) => {
        if (i > 0) bands.push({ series: [i + 1, i], fill: () => color(hue(each, i)) + '66' });
      });
    }
    model.series.forEach((each, i) => {
      if (!each.min || model.stacked) return;
      series.push({ width: 0, points: { show: false } }, { width: 0, points: { show: false } });
      bands.push({ series: [series.length - 1, series.length - 2], fill: () => color(hue(each, i)) + '40' });
    });
    const labels = model.series.length > 1 && !model.stacked;
    const longest = Math.max(...model.series.map(each => widthOf(each.name))) + 10;
    const room = labels ? Math.min(width * 0.3, longest) : 12;
    own.named = labels && longest === room;
    return {
      width, height: width < 420 ? 220 : 250, padding: [8, room, 0, 0], legend: { show: false },
      cursor: { y: false, drag: { x: true, y: false, setScale: true }, points: { size: 7 } },
      scales: {
        x: { time: false },
        y: model.log
          ? { distr: 3 }
          : { range: (plot, low, high) => {
            if (low === null) return [0, 1];
            const top = Math.max(Math.min(high, own.model.ceiling), own.model.leastTop || -Infinity);
            const base = own.model.fromZero || (low >= 0 && low < 0.4 * top) ? 0 : low;
            const margin = (top - base || Math.abs(top) || 1) * 0.06;
            return [base === 0 ? 0 : base - margin, Math.min(top + margin, own.model.most || Infinity)];
          } },
      },
      series, bands,
      axes: [
        { ...axis(own, 2), label: model.x.name, grid: { show: false }, size: 34, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6, 1e7],
          values: (plot, splits) => splits.map(count) },
        { ...axis(own, 3), values: (plot, splits) => splits.map(v => v === null ? '' : model.format(v)),
          size: (plot, values) => values ? Math.max(...values.map(v => widthOf(v || ''))) + 12 : 40 },
      ],
      hooks: {
        setCursor: [plot => own.show(plot.cursor.left >= 0 ? plot.cursor.idx : null)],
        draw: labels ? [plot => label(plot, own.model, hue, room - 8)] : [],
      },
    };
  },

  /** The lines by name, unless they are named at their ends. */
  legend({ model, named }) {
    if (model.series.length > 1 && !named) return model.series.flatMap((series, i) => [swatch(series, i), series.name]);
    return [model.series.some(series => series.min) ? 'A line of means, in a band from the least to the most.' : '\u00a0'];
  },

  read(model, i) {
    const parts = [el('b', {}, model.x.name + ' ' + count(model.x.values[i]))];
    if (model.x.detail) parts.push(' ' + model.x.detail(i));
    model.series.forEach((series, s) => {
      parts.push(swatch(series, s), series.name + ' ', el('b', {}, model.format(series.values[i])));
      if (series.min && series.min[i] !== series.max[i]) {
        parts.push(' (' + model.format(series.min[i]) + ' to ' + model.format(series.max[i]) + ')');
      }
    });
    return parts;
  },

  rows(model) {
    const columns = [{ name: model.x.name, text: false }];
    const cells = [];
    for (const series of model.series) {
      columns.push({ name: series.name });
      cells.push(series.values);
      if (series.min) {
        columns.push({ name: 'least' }, { name: 'most' });
        cells.push(series.min, series.max);
      }
    }
    return { columns, rows: model.x.values.map((x, i) => [count(x), ...cells.map(column => model.format(column[i]))]) };
  },

  step(model, at, key) {
    const last = model.x.values.length - 1;
    if (key === 'Home' || (key === 'ArrowRight' && at === null)) return 0;
    if (key === 'End' || (key === 'ArrowLeft' && at === null)) return last;
    if (key === 'ArrowRight') return Math.min(last, at + 1);
    return key === 'ArrowLeft' ? Math.max(0, at - 1) : null;
  },

  point(own, index) {
    own.plot?.setCursor({ left: own.plot.valToPos(own.model.x.values[index], 'x'), top: 10 }, false);
  },
};

function swatch(series, i) {
  const mark = el('span', { class: 'swatch' });
  mark.style.background = color(series.hue === undefined ? i : series.hue);
  return mark;
}

/** Names the lines at their ends, none over another. */
function label(plot, model, hue, room) {
  const { ctx, bbox } = plot;
  const gap = 14 * ratio();
  const marks = [];
  model.series.forEach((series, i) => {
    let last = series.values.length - 1;
    while (last >= 0 && (series.values[last] === null || series.values[last] === undefined)) last--;
    if (last < 0 || plot.series[i + 1].show === false) return;
    const y = plot.valToPos(series.values[last], 'y', true);
    if (isFinite(y)) marks.push({ y: Math.min(Math.max(y, bbox.top), bbox.top + bbox.height), text: clipped(series.name, room), fill: color(hue(series, i)) });
  });
  marks.sort((a, b) => a.y - b.y);
  for (let i = 1; i < marks.length; i++) marks[i].y = Math.max(marks[i].y, marks[i - 1].y + gap);
  const end = bbox.top + bbox.height;
  for (let i = marks.length - 1; i >= 0; i--) {
    const most = i === marks.length - 1 ? end : marks[i + 1].y - gap;
    marks[i].y = Math.min(marks[i].y, most);
  }
  ctx.save();
  ctx.font = canvasFont().replace('12px', 12 * ratio() + 'px');
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  for (const mark of marks) {
    ctx.fillStyle = mark.fill;
    ctx.fillText(mark.text, bbox.left + bbox.width + 6 * ratio(), mark.y);
  }
  ctx.restore();
}

function clipped(text, room) {
  let short = text;
  while (short.length > 1 && widthOf(short === text ? text : short + '…') > room) short = short.slice(0, -1);
  return short === text ? text : short + '…';
}

const redrawAll = () => charts.forEach(chart => chart.redraw());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawAll);
matchMedia('print').addEventListener('change', redrawAll);
