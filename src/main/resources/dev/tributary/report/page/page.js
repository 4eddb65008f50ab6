
// The page: its parts in their order, and how they follow a run that goes on.

const content = JSON.parse(document.getElementById('figures').textContent);
const page = document.getElementById('page');
const updates = [];

/** A part that is there only while it has something to show. */
function part(id, name, ...children) {
  const section = el('section', { id, 'aria-labelledby': id + '-name' }, el('h2', { id: id + '-name' }, name), ...children);
  section.name = name;
  return section;
}

/** Drawings side by side; gone, with their part, where none has anything to show. */
function drawings(run, entries) {
  const grid = el('div', { class: 'grid' });
  const own = entries.map(([title, card, kind]) => ({ card, drawing: drawing(title, kind || LINES) }));
  own.forEach(each => grid.append(each.drawing.node));
  updates.push(() => own.forEach(each => each.drawing.update(each.card(run()))));
  return grid;
}

/** Something made anew with each change, unless the keyboard is in it. */
function follow(make) {
  const box = el('div', { class: 'stack' });
  let before = '';
  updates.push(() => {
    const made = [make()].flat().filter(each => each);
    const now = made.map(each => each.outerHTML).join('');
    box.hidden = made.length === 0;
    if (now !== before && !box.contains(document.activeElement)) {
      before = now;
      box.replaceChildren(...made);
    }
  });
  return box;
}

const titled = (name, child, note) => child && el('div', {}, el('h3', {}, name), note ? el('p', { class: 'summary' }, note) : null, child);
const scrolled = (name, child, note) => child && titled(name, scroll(child, name, 'plain'), note);

function planes(run) {
  const choice = el('select', { id: 'figure' }, ...FIGURES.map(figure => el('option', { value: figure.key }, figure.name)));
  const chosen = () => FIGURES.find(figure => figure.key === choice.value);
  const own = drawing('Layers over the epochs', PLANE);
  const draw = () => own.update(CARDS.plane(chosen())(run()));
  const box = el('div', {}, el('label', { for: 'figure' }, 'Shown: '), choice, own.node);
  choice.addEventListener('change', draw);
  updates.push(() => {
    const there = run().diagnosis.figures;
    box.hidden = !there;
    for (const option of choice.options) option.hidden = option.disabled = !there?.[option.value];
    if (there && choice.selectedOptions[0].disabled) choice.value = FIGURES.find(figure => there[figure.key]).key;
    draw();
  });
  return [box, follow(() => run().diagnosis.figures ? null : el('p', { class: 'summary' },
    'This job doesn’t measure its layers. With report.diagnose-every = 1 in the job file, each epoch ends with the figures of every'
    + ' layer: how signal and gradient spread through the depth, which units are dead, how large the updates are.'))];
}

function results(run) {
  return follow(() => {
    const parts = [scrolled('Figures', TABLES.evaluations(run()))];
    const last = run().evaluations[run().evaluations.length - 1];
    if (last?.classes) {
      parts.push(el('div', { class: 'grid' },
        last.confusion
          ? scrolled('Confusion on ' + last.part + ' data', TABLES.confusion(last), 'A row: the true class. A column: what it was taken for.')
          : scrolled('Mistakes on ' + last.part + ' data', TABLES.mistakes(last), 'The classes that are most often taken for another.'),
        scrolled('Classes on ' + last.part + ' data', TABLES.classes(last), last.classes.length < last.classCount
          ? 'The ' + last.classes.length + ' weakest of ' + count(last.classCount) + ' classes.' : null)));
    }
    return parts[0] ? parts : el('p', { class: 'summary' }, 'The model is evaluated when training has ended.');
  });
}

function about(run) {
  const data = () => run().data.parts.map(each => [each.name, plural(each.rows, 'row') + ', ' + each.origin]);
  const skipped = () => Object.entries(run().data.skippedRows).map(([why, rows]) => ['skipped: ' + why, count(rows)]);
  return follow(() => [el('div', { class: 'grid' },
    titled('Data', pairs([...data(), ['features', count(run().data.features)],
      run().data.classes ? ['classes', count(run().data.classes)] : ['outputs', count(run().data.outputs)], ['scaling', run().data.scaling], ...skipped()])),
    titled('Training', pairs([['epochs', 'at most ' + count(run().plan.epochs)], ['batch size', count(run().plan.batchSize)],
      ['averaging', run().plan.averaging], ...Object.entries(run().plan.settings)])),
    titled('Provenance', pairs(Object.entries(run().provenance))),
    scrolled('Network', TABLES.network(run()), networkNote(run())))]);
}

const networkNote = run => 'Input ' + run.network.input + '; ' + plural(run.network.trainable, 'parameter')
  + (run.network.statistics ? ' and ' + plural(run.network.statistics, 'moving statistic') : '') + '.';
const written = () => shown.written.replace('T', ' ').replace('Z', ' UTC');
let shown = content;

function parts(run) {
  return [
    part('learning', 'Learning', drawings(run, [
      ['Loss by epoch', CARDS.loss],
      ['Accuracy on validation data', CARDS.metrics(['accuracy'])],
      ['Errors on validation data', CARDS.metrics(['rmse', 'mae'])],
      ['R² on validation data', CARDS.metrics(['r2'])],
      ['Training loss by round', CARDS.roundLoss],
      ['Learning rate', CARDS.learningRate]]),
    follow(() => notes(run()))),
    part('results', 'Results', results(run),
      follow(() => run().summary?.findings ? titled('Findings', findings(run().summary.findings, 'The last diagnosis found nothing wrong.')) : null)),
    part('speed', 'Speed', drawings(run, [['Examples per second', CARDS.throughput], ['Where each round’s time went', CARDS.times]]),
      follow(() => titled('In all', TABLES.seconds(run())))),
    part('workers', 'Workers', drawings(run, [['Compute by worker', CARDS.workers, PLANE], ['Number of workers', CARDS.workerCount]]),
      follow(() => scrolled('Shares', TABLES.workers(run())))),
    part('gradients', 'Gradients', drawings(run, [['Norm before clipping', CARDS.gradients], ['Share of clipped steps', CARDS.clipped]]),
      follow(() => known(run().rounds.figures.gradientNorm.mean).length || run().rounds.round.length === 0 ? null : el('p', { class: 'summary' },
        'This job doesn’t clip, so the norms of its gradients aren’t taken. training.clipping { type = global_norm, limit = 1000 } measures them and hardly clips.')),
      follow(() => scrolled('Rollbacks', TABLES.rollbacks(run()), 'Training diverged here, and went back.'))),
    part('layers', 'Layers', ...planes(run)),
    part('job', 'The job', about(run), follow(() => el('details', { open: '' }, el('summary', {}, 'The job as it ran, overrides in their places'),
      el('pre', { tabindex: 0, role: 'region', 'aria-label': 'The job' }, run().job)))),
  ];
}

/** What the drawings leave out. */
function notes(run) {
  const said = [];
  if (run.rounds.first > 1) said.push('The run went on from a checkpoint: figures by round begin with round ' + count(run.rounds.first) + ', those by epoch with the first.');
  if (run.rounds.width > 1) said.push('A point by round stands for ' + count(run.rounds.width) + ' rounds: their mean, and a band from the least to the most.');
  if (run.epochStride > 1) said.push('Of the epochs, each ' + count(run.epochStride) + 'th is drawn, and the last; metrics.jsonl holds all.');
  return said.length ? el('p', { class: 'note' }, said.join(' ')) : null;
}

const STATUS = { running: 'Training', finished: 'Finished', interrupted: 'Interrupted', failed: 'Ended without a result' };

function facts(run) {
  const epochs = column(run.epochs, 'epoch');
  const done = epochs.length ? epochs[epochs.length - 1] : 0;
  const entries = [];
  const last = run.evaluations[run.evaluations.length - 1];
  const values = last ? last.values : run.epochs.length ? run.epochs[run.epochs.length - 1].validation : {};
  const of = last ? last.part : 'validation';
  for (const key of ['accuracy', 'r2', 'rmse', 'loss']) {
    if (values[key] !== undefined && entries.length < 2) entries.push([of + ' ' + metric(key).name, metric(key).format(values[key])]);
  }
  if (!entries.length && run.epochs.length) entries.push(['training loss', decimal(run.epochs[run.epochs.length - 1].loss)]);
  entries.push(['epochs', count(done) + (run.status === 'running' ? ' of ' + count(run.plan.epochs) : '')]);
  const rate = run.summary ? run.summary.examplesPerSecond : known(run.rounds.figures.examplesPerSecond.mean).pop();
  if (rate) entries.push(['examples per second', count(Number(rate.toPrecision(3)))]);
  if (run.summary) entries.push(['in all', duration(run.summary.seconds.total)]);
  return el('dl', { class: 'facts' }, ...entries.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
}

let connection = '';
function status(run) {
  const words = connection || STATUS[run.status] || run.status;
  return el('p', { class: 'lead', role: 'status' }, el('span', { class: 'status ' + (connection ? 'lost' : run.status) }, words), ' · ',
    plural(run.plan.workers, 'worker') + ' · ' + plural(run.network.trainable, 'parameter')
    + (content.live && run.status !== 'running' ? ' · The run has ended: ' + (run.plan.settings.output || 'output.dir') + '/report.html holds this page.' : ''));
}

function contents(sections) {
  return el('nav', { 'aria-label': 'Parts' }, el('ul', {}, ...sections.map(section => el('li', {}, el('a', { href: '#' + section.id }, section.name)))));
}

function lay(title, lead, sections) {
  document.title = title + ' · Tributary';
  page.replaceChildren(
    el('header', {}, el('p', { class: 'brand' }, 'Tributary'), el('h1', {}, title), ...lead), contents(sections),
    el('main', { id: 'main', tabindex: -1 }, ...sections),
    el('footer', {}, 'Written by Tributary ', follow(() => el('span', {}, written())), ' Charts by uPlot, MIT license.'));
}

function refresh(figures) {
  shown = figures;
  updates.forEach(update => update());
}

if (content.comparison) {
  layComparison();
} else {
  const run = () => shown.runs[0];
  lay(content.runs[0].name, [follow(() => status(run())), follow(() => facts(run()))], parts(run));
}
refresh(content);
document.documentElement.dataset.ready = 'true';

/** Asks for what is new, as long as the run lasts; a server that is away is asked again. */
if (content.live) {
  let tag = '';
  let wait = 1000;
  const ask = async () => {
    try {
      const answer = await fetch('figures', { headers: tag ? { 'If-None-Match': tag } : {}, cache: 'no-store', signal: AbortSignal.timeout(10000) });
      if (answer.status === 200) {
        tag = answer.headers.get('ETag');
        connection = '';
        refresh(await answer.json());
      } else if (connection) {
        connection = '';
        refresh(shown);
      }
      wait = 1000;
    } catch (unreachable) {
      connection = 'No answer from the run; asking again';
      wait = Math.min(2 * wait, 15000);
      refresh(shown);
    }
    if (shown.runs[0].status === 'running') setTimeout(ask, wait);
  };
  ask();
}
