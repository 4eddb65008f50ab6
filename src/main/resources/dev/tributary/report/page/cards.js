
// What is shown of a run: for each drawing and table, the model that it is drawn from; null where there is nothing.

const column = (epochs, path) => epochs.map(epoch => {
  const value = path.split('.').reduce((at, key) => (at === undefined || at === null ? at : at[key]), epoch);
  return value === undefined ? null : value;
});

const epochAxis = run => ({ name: 'epoch', values: column(run.epochs, 'epoch') });
const roundAxis = run => ({ name: 'round', values: run.rounds.round, detail: i => '(epoch ' + run.rounds.epoch[i] + ')' });

/** A figure of the rounds as a series; with a band where a point stands for several. */
function ofRounds(run, key, name) {
  const { mean, min, max } = run.rounds.figures[key];
  return { name, values: mean, min, max };
}

/** What the axis leaves out, in a sentence. */
function beyond(values, top, xs, format) {
  if (!isFinite(top)) return '';
  const at = highest(values);
  return ' The axis ends before the highest value, ' + format(values[at]) + ' in round ' + count(xs[at]) + '.';
}

function rounds(run, series, format, extra = {}) {
  if (run.rounds.round.length === 0 || series.every(each => known(each.values).length === 0)) return null;
  const x = roundAxis(run);
  const top = extra.log ? Infinity : ceiling(extra.stacked ? [extra.total] : series.map(each => each.values));
  const tall = extra.stacked ? extra.total : series[0].values;
  return {
    x, series, format, ceiling: top, ...extra,
    summary: (extra.summary || story(series[0].name[0].toUpperCase() + series[0].name.slice(1), x.values, series[0].values, 'round', format))
      + beyond(tall, top, x.values, format),
  };
}

const CARDS = {
  loss(run) {
    const train = column(run.epochs, 'loss'), validation = column(run.epochs, 'validation.loss');
    if (known(train).length === 0) return null;
    const x = epochAxis(run);
    const series = [{ name: 'training', values: train }];
    if (known(validation).length > 0) series.push({ name: 'validation', values: validation });
    return {
      x, series, format: decimal, ceiling: Infinity, log: spreads(series.map(each => each.values)),
      summary: story('Training loss', x.values, train, 'epoch', decimal)
        + (series.length > 1 ? ' ' + story('Validation loss', x.values, validation, 'epoch', decimal, true) : ''),
    };
  },

  metrics: keys => run => {
    const series = keys.map(key => ({ name: metric(key).name, values: column(run.epochs, 'validation.' + key), key }))
      .filter(each => known(each.values).length > 0);
    if (series.length === 0) return null;
    const x = epochAxis(run);
    return {
      x, series, format: metric(keys[0]).format, most: metric(keys[0]).most, ceiling: Infinity,
      summary: series.map(each => story(each.name === each.name.toUpperCase() ? each.name : each.name[0].toUpperCase() + each.name.slice(1),
        x.values, each.values, 'epoch', metric(each.key).format, !!metric(each.key).low)).join(' '),
    };
  },

  roundLoss: run => {
    const series = ofRounds(run, 'loss', 'loss');
    return rounds(run, [series], decimal, { log: spreads([series.values, series.min || []]) });
  },

  learningRate: run => {
    const series = { ...ofRounds(run, 'learningRate', 'learning rate'), min: undefined };
    return rounds(run, [series], decimal, { fromZero: true });
  },

  throughput(run) {
    const series = ofRounds(run, 'examplesPerSecond', 'examples per second');
    const values = known(series.values).slice().sort((a, b) => a - b);
    return rounds(run, [series], whole, {
      fromZero: true,
      summary: values.length ? 'Half of the rounds train ' + count(values[Math.floor(values.length / 2)]) + ' examples per second or more.' : '',
    });
  },

  times(run) {
    const names = { compute: 'compute', broadcast: 'broadcast', wait: 'wait', sum: 'sum' };
    const series = Object.entries(names).map(([key, name], i) => ({ ...ofRounds(run, key, name), hue: i }));
    const total = run.rounds.round.map((round, i) => series.reduce((sum, each) => sum + (each.values[i] || 0), 0));
    const all = total.reduce((sum, value) => sum + value, 0);
    const shares = series.map(each => each.name + ' ' + percent(known(each.values).reduce((a, b) => a + b, 0) / all));
    return rounds(run, series.map(each => ({ ...each, min: undefined })), duration, { stacked: true, fromZero: true, total, summary: 'Of the rounds’ time: ' + shares.join(', ') + '.' });
  },

  workerCount(run) {
    const series = { ...ofRounds(run, 'workers', 'workers'), min: undefined };
    const values = known(series.values);
    if (values.length === 0 || Math.min(...values) === Math.max(...values)) return null;
    return rounds(run, [series], decimal, { fromZero: true });
  },

  workers(run) {
    const workers = run.rounds.workers;
    if (workers.length < 2) return null;
    const values = workers.map(worker => worker.compute);
    const all = values.flatMap(known);
    const low = Math.min(...all), high = Math.min(Math.max(...all), ceiling([all]));
    const model = {
      rows: workers.map((worker, i) => 'worker ' + i), columns: run.rounds.round, columnName: 'round', values, low, high,
      format: duration, log: false,
      summary: 'How long each worker computed in a round: the slowest decides when the round ends.',
    };
    return { ...model, under: [ramp(model)] };
  },

  gradients(run) {
    const series = [ofRounds(run, 'gradientNorm', 'mean norm'), { ...ofRounds(run, 'largestNorm', 'largest norm'), min: undefined }];
    const log = spreads(series.flatMap(each => [each.values, each.min || []]));
    return rounds(run, series, decimal, { log });
  },

  clipped(run) {
    const series = ofRounds(run, 'clipped', 'clipped steps');
    const values = known(series.values);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return rounds(run, [series], percent, { fromZero: true, leastTop: 0.1, most: 1.004, summary: mean === 0 ? 'No step was clipped.' : 'Of all steps, ' + percent(mean) + ' were clipped.' });
  },

  plane: figure => run => {
    const values = run.diagnosis.figures?.[figure.key];
    if (!values) return null;
    const rows = values.map((row, i) => i).filter(i => known(values[i]).length > 0);
    if (rows.length === 0) return null;
    const all = rows.flatMap(i => known(values[i])).filter(value => !figure.log || value > 0);
    const low = figure.low === undefined ? Math.min(...all) : figure.low;
    const high = figure.high === undefined ? Math.max(...all) : figure.high;
    const model = {
      rows: rows.map(i => run.diagnosis.layers[i].layer), columns: run.diagnosis.epochs, columnName: 'epoch',
      values: rows.map(i => values[i]), low, high, format: figure.format || decimal, log: figure.log, summary: figure.words,
    };
    return { ...model, under: [ramp(model)] };
  },
};

/** What a diagnosis measures of a layer, in the order of their use. */
const FIGURES = [
  { key: 'deviation', name: 'Spread of the outputs', log: true, words: 'The standard deviation of each layer’s outputs. In a sound network it stays alike through the depth.' },
  { key: 'gradientNorm', name: 'Gradient norm', log: true, words: 'The norm of the loss’s gradient by each layer’s parameters. Where it fades towards the input, lower layers learn little.' },
  { key: 'dead', name: 'Dead units', low: 0, high: 1, format: percent, words: 'The share of units whose slope is 0 on every row of the sample.' },
  { key: 'saturated', name: 'Saturation', low: 0, high: 1, format: percent, words: 'The share of outputs where the activation has become flat.' },
  { key: 'updateRatio', name: 'Size of the updates', log: true, words: 'How large a step is beside the weights that it changes; about 0.001 is usual.' },
  { key: 'outputGradient', name: 'Gradient by outputs', log: true, words: 'The root mean square of the loss’s gradient by each layer’s outputs.' },
  { key: 'gradientRatio', name: 'Gradient beside the last layer’s', log: true, words: 'The gradient’s norm, divided by that of the last layer that has parameters.' },
  { key: 'mean', name: 'Mean of the outputs', words: 'The mean of each layer’s outputs.' },
];

const TABLES = {
  network: run => table(
    [{ name: 'layer', text: true }, { name: 'output' }, { name: 'parameters' }, { name: 'settings', text: true }],
    run.network.rows.map(row => [row.layer, row.output, row.parameters ? count(row.parameters) : '', row.settings]),
    'wide'),

  seconds(run) {
    const names = { read: 'read the data', compute: 'compute', broadcast: 'broadcast', wait: 'wait', sum: 'sum', evaluate: 'evaluate', checkpoint: 'checkpoints' };
    const given = run.summary ? run.summary.seconds : Object.fromEntries(
      ['compute', 'broadcast', 'wait', 'sum'].map(key => [key, known(column(run.epochs, key + 'Seconds')).reduce((a, b) => a + b, 0)]));
    const keys = Object.keys(names).filter(key => given[key] > 0);
    const most = Math.max(...keys.map(key => given[key]));
    return keys.length === 0 ? null : table(
      [{ name: 'where', text: true }, { name: 'time' }, { name: '', kind: 'bars' }],
      keys.map(key => {
        const bar = el('span', { class: 'bar' });
        bar.style.width = 100 * given[key] / most + '%';
        return [names[key], duration(given[key]), bar];
      }), 'wide');
  },

  workers(run) {
    const workers = run.rounds.workers;
    if (workers.length === 0) return null;
    const total = column => known(column).reduce((a, b) => a + b, 0);
    const all = workers.reduce((sum, worker) => sum + total(worker.examples), 0);
    const mean = values => known(values).length ? total(values) / known(values).length : null;
    return table([{ name: 'worker', text: true }, { name: 'share' }, { name: 'examples a round' }, { name: 'compute a round' }],
      workers.map((worker, i) => ['worker\u00a0' + i, percent(total(worker.examples) / all), decimal(mean(worker.examples)), duration(mean(worker.compute))]),
      'wide');
  },

  evaluations(run) {
    const keys = [...new Set(run.evaluations.flatMap(each => Object.keys(each.values)))];
    return run.evaluations.length === 0 ? null : table(
      [{ name: 'data', text: true }, { name: 'rows' }, ...keys.map(key => ({ name: metric(key).name }))],
      run.evaluations.map(each => [each.part, count(each.examples), ...keys.map(key => metric(key).format(each.values[key]))]));
  },

  classes: evaluation => table(
    [{ name: 'class', text: true }, { name: 'precision' }, { name: 'recall' }, { name: 'F1' }, { name: 'rows' }],
    evaluation.classes.map(each => [each.name, percent(each.precision), percent(each.recall), percent(each.f1), count(each.rows)]),
    'wide'),

  mistakes: evaluation => table(
    [{ name: 'class', text: true }, { name: 'taken for', text: true }, { name: 'rows' }, { name: 'of the class' }],
    evaluation.mistakes.map(each => [each.actual, each.predicted, count(each.rows), percent(each.share)]), 'wide'),

  /** Rows are the true classes; a cell is as deep as its share of the row. */
  confusion(evaluation) {
    const names = evaluation.classes.map(each => each.name);
    const head = el('tr', {}, el('th', { scope: 'col' }, 'true class'),
      ...names.map(name => el('th', { scope: 'col', title: name }, name)));
    const body = el('tbody', {});
    evaluation.confusion.forEach((row, actual) => {
      const support = row.reduce((a, b) => a + b, 0);
      body.append(el('tr', {}, el('th', { scope: 'row', title: names[actual] }, names[actual]), ...row.map((cell, predicted) => {
        const share = support ? cell / support : 0;
        const node = el('td', {
          class: share > 0.55 ? 'deep' : cell === 0 ? 'none' : null,
          title: names[actual] + ' taken for ' + names[predicted] + ': ' + count(cell),
        }, cell === 0 ? '·' : count(cell));
        node.style.setProperty('--share', cell && share < 0.06 ? 0.06 : share);
        return node;
      })));
    });
    return el('table', { class: 'matrix' }, el('thead', {}, head), body);
  },

  rollbacks: run => run.rollbacks.length === 0 ? null : table(
    [{ name: 'epoch' }, { name: 'round' }, { name: 'rounds lost' }, { name: 'rate × ' }, { name: 'why', text: true }],
    run.rollbacks.map(each => [count(each.epoch), count(each.round), count(each.undone + 1), decimal(each.rateScale), each.reason]), 'wide'),
};

function findings(list, none) {
  if (list.length === 0) return el('p', { class: 'summary' }, none);
  return el('ul', { class: 'findings' }, ...list.map(
    each => el('li', { class: each.severity }, el('b', {}, each.severity[0].toUpperCase() + each.severity.slice(1) + '. '), each.text)));
}
