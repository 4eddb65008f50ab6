
// Several runs beside one another.

/** A job's file without folder and ending, where that tells it from the others. */
function shortName(run) {
  const short = name => name.replace(/^.*[/\\]/, '').replace(/\.conf$/, '');
  return shown.runs.filter(each => short(each.name) === short(run.name)).length > 1 ? run.name : short(run.name);
}

/** A figure of the epochs, a line for each run. */
function overlaid(path, format, low, extra) {
  return () => {
    const runs = shown.runs.filter(run => known(column(run.epochs, path)).length > 0);
    if (runs.length === 0) return null;
    const x = [...new Set(runs.flatMap(run => column(run.epochs, 'epoch')))].sort((a, b) => a - b);
    const series = runs.map(run => {
      const at = new Map(run.epochs.map((epoch, i) => [epoch.epoch, column(run.epochs, path)[i]]));
      const i = shown.runs.indexOf(run);
      return { name: shortName(run), values: x.map(epoch => at.get(epoch) ?? null), hue: i, dash: Math.floor(i / 6) % DASHES.length };
    });
    const finals = series.map(each => known(each.values).pop());
    const best = low === undefined ? -1 : low ? lowest(finals) : highest(finals);
    return {
      x: { name: 'epoch', values: x }, series, format, ...extra, ceiling: Infinity, log: low === true && spreads(series.map(each => each.values)),
      summary: best < 0 ? 'Of ' + plural(series.length, 'run') + '.'
        : (low ? 'Lowest' : 'Highest') + ' at the end: ' + series[best].name + ', ' + format(finals[best]) + '.',
    };
  };
}

function comparisonTable() {
  const { jobs, target } = content.comparison;
  const keys = ['accuracy', 'rmse', 'mae', 'r2', 'loss'].filter(key => jobs.some(job => job.metrics?.[key] !== undefined));
  const columns = [{ name: 'job', text: true }, { name: 'data', text: true }, ...keys.map(key => ({ name: metric(key).name }))];
  if (target) columns.push({ name: 'epochs to ' + target.metric + ' ' + target.value });
  columns.push({ name: 'epochs' }, { name: 'time' }, { name: 'findings' });
  return table(columns, jobs.map(job => {
    const row = [job.job, job.metrics ? job.data : job.status, ...keys.map(key => job.metrics ? metric(key).format(job.metrics[key]) : '–')];
    if (target) row.push(job.epochsToTarget === undefined ? '–' : count(job.epochsToTarget));
    row.push(job.epochs === undefined ? '–' : count(job.epochs), duration(job.seconds), count(job.findings.filter(each => each.severity !== 'hint').length));
    return row;
  }), 'wide');
}

function layComparison() {
  const { jobs } = content.comparison;
  const keys = [...new Set(content.runs.flatMap(run => run.epochs.flatMap(epoch => Object.keys(epoch.validation || {}))))].filter(key => key !== 'loss');
  const section = part('jobs', 'Jobs', ...content.runs.map(run => el('details', {}, el('summary', {}, shortName(run)),
    el('div', { class: 'grid' }, scrolled('Network', TABLES.network(run), networkNote(run)),
      titled('Training', pairs([['batch size', count(run.plan.batchSize)], ['averaging', run.plan.averaging], ['workers', count(run.plan.workers)], ...Object.entries(run.plan.settings)]))),
    el('pre', { tabindex: 0, role: 'region', 'aria-label': 'The job ' + run.name }, run.job))));
  const told = jobs.map(job => [job.job, [...(job.problem ? [{ severity: 'critical', text: job.problem }] : []), ...job.findings]])
    .filter(([, list]) => list.length).map(([name, list]) => titled(name, findings(list)));
  const ends = [...new Set(jobs.map(job => job.status))].map(each => count(jobs.filter(job => job.status === each).length) + ' ' + each);
  lay('Comparison of ' + plural(jobs.length, 'job'), [el('p', { class: 'lead' }, ends.join(' · '))], [
    part('comparison', 'Comparison', scroll(comparisonTable(), 'Comparison', 'plain')),
    part('learning', 'Learning', drawings(() => null, [
      ['Training loss', overlaid('loss', decimal, true)],
      ['Validation loss', overlaid('validation.loss', decimal, true)],
      ...keys.map(key => [metric(key).name[0].toUpperCase() + metric(key).name.slice(1) + ' on validation data', overlaid('validation.' + key, metric(key).format, !!metric(key).low, { most: metric(key).most })]),
      ['Learning rate', overlaid('learningRate', decimal, undefined, { fromZero: true })],
      ['Examples per second', overlaid('examplesPerSecond', whole, undefined, { fromZero: true })]])),
    part('findings', 'Findings', ...(told.length ? told : [el('p', { class: 'summary' }, 'Nothing is wrong with any of them.')])),
    section,
  ]);
}
