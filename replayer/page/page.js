'use strict';
// The page of a sysreel report. Data: replayer/page/page_data.cpp says what they look like. Texts reach the page
// only as text nodes and attributes' values, never as markup.
(async () => {
  const PRIORITIES = ['Emergency', 'Alert', 'Critical', 'Error', 'Warning', 'Notice', 'Informational', 'Debug'];
  const PAGE = 100;
  const PRINT_LIMIT = 2000;

  async function load() {
    const text = document.getElementById('data').textContent;
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    return JSON.parse(await new Response(stream).text());
  }

  const app = document.getElementById('app');
  let data;
  try {
    data = await load();
  } catch (error) {
    app.textContent = 'This page cannot be shown: ' + error +
        '. It needs a browser with DecompressionStream (Chromium 80, Firefox 113, Safari 16.4 or later).';
    return;
  }
  const start = BigInt(data.start);
  const text = (number) => number < 0 ? null : data.strings[number];

  // What a terminal would act on, and what turns the reading direction, is shown as its number.
  function safe(value) {
    return String(value).replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
        (c) => '\\u{' + c.codePointAt(0).toString(16) + '}');
  }

  // el('tag.class', {attribute: value}, child, child…)
  function el(name, attributes, ...children) {
    const [tag, ...classes] = name.split('.');
    const node = document.createElement(tag);
    if (classes.length) node.className = classes.join(' ');
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? '' : value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }
  function svg(name, attributes, ...children) {
    const node = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }

  function iso(offset, digits = 9) {
    const time = start + BigInt(offset);
    const seconds = time / 1000000000n;
    const rest = String(time % 1000000000n).padStart(9, '0').slice(0, digits);
    return new Date(Number(seconds) * 1000).toISOString().slice(0, 19) + (digits ? '.' + rest : '') + 'Z';
  }
  const clock = (offset) => iso(offset).slice(11);
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',');
  const plural = (number, word) => grouped(number) + ' ' + word + (number === 1 ? '' : 's');
  function duration(nanoseconds) {
    const seconds = nanoseconds / 1e9;
    if (seconds < 120) return seconds.toFixed(seconds < 1 ? 3 : 1) + ' s';
    return seconds < 7200 ? (seconds / 60).toFixed(1) + ' min' : (seconds / 3600).toFixed(1) + ' h';
  }

  const rules = data.rules.map(([name, priority, description, source, tags, count, fields, condition, enabled], id) =>
    ({id, name, priority, description, source, tags, count, fields, condition, enabled}));
  const findings = data.findings.map((row, id) => ({
    id, rule: rules[row[0]], capture: row[1], time: row[2], event: row[3], block: row[4], loss: row[5],
    snapshot: row[6], message: row[7], values: row[8], detail: row[9], from: row[10], to: row[11],
  }));
  const captures = data.captures.map(([facts, processes, leftOut]) => ({...facts, processes, leftOut}));
  const severalDays = captures.some((c) => c.first !== null && iso(c.first).slice(0, 10) !== iso(c.last).slice(0, 10)) ||
      new Set(captures.filter((c) => c.first !== null).map((c) => iso(c.first).slice(0, 10))).size > 1;
  const when = (offset) => severalDays ? iso(offset).replace('T', ' ') : clock(offset);

  // ---- first screen ------------------------------------------------------------------------------------------

  function card(title, kind, value, ...more) {
    return el('div.card' + (kind ? '.' + kind : ''), {}, el('div.faint', {}, title), el('div.value', {}, value),
        ...more.map((line) => el('div', typeof line === 'string' ? {title: line} : {}, line)));
  }

  function summary() {
    const hosts = [...new Set(captures.map((c) => c.host).filter(Boolean))];
    const events = captures.reduce((sum, c) => sum + c.events, 0);
    const lost = captures.reduce((sum, c) => sum + c.lost, 0);
    const known = captures.filter((c) => c.first !== null);
    const first = Math.min(...known.map((c) => c.first));
    const last = Math.max(...known.map((c) => c.last));
    const open = captures.filter((c) => c.state !== 'closed');
    const gaps = captures.reduce((sum, c) => sum + c.not_watched.length, 0);
    const blind = new Set(captures.flatMap((c) => c.blind.map(([rule]) => rule)));
    const damage = captures.flatMap((c) => c.damage);
    const reasons = {};
    for (const c of captures)
      for (const [reason, count] of Object.entries(c.lost_by_reason)) reasons[reason] = (reasons[reason] || 0) + count;
    const one = captures.length === 1 ? captures[0] : null;
    return el('section', {id: 'summary', 'aria-label': 'Summary'},
        el('h1', {}, plural(findings.length, 'finding') + (hosts.length ? ' on ' + hosts.join(', ') : '')),
        el('p.faint', {}, known.length ? iso(first) + ' to ' + iso(last) + ' (' + duration(last - first) + ')' : 'no events'),
        el('div.cards', {},
            card(one ? 'Capture' : 'Captures', '', one ? one.path.split('/').pop() : grouped(captures.length),
                one ? one.id : '', one && one.system ? one.system + ', kernel ' + one.kernel : ''),
            card('Events', '', grouped(events), one && one.command ? 'command: ' + one.command : ''),
            card('State', open.length || damage.length ? 'warn' : 'good',
                open.length ? open.map((c) => c.state)[0] + (captures.length > 1 ? ' (' + open.length + ')' : '') : 'closed, complete',
                ...damage.slice(0, 3)),
            card('Lost', lost ? 'warn' : 'good', lost ? plural(lost, 'event') : 'nothing',
                Object.entries(reasons).map(([reason, count]) => reason + ' ' + grouped(count)).join(', ')),
            card('Not watched', gaps ? 'warn' : 'good', gaps ? plural(gaps, 'interval') : 'nothing',
                ...captures.flatMap((c) => c.not_watched).slice(0, 2).map(([from, to]) =>
                  when(from) + ' to ' + (to === null ? 'the end' : when(to)))),
            card('Rules that could not fire', blind.size ? 'warn' : 'good', blind.size ? plural(blind.size, 'rule') : 'none',
                blind.size ? el('a', {href: '#blind'}, 'which and why') : '')),
        el('h2', {}, 'Findings by priority'),
        priorityButtons());
  }

  function priorityButtons() {
    const counts = PRIORITIES.map((_, p) => findings.filter((f) => f.rule.priority === p).length);
    return el('div.legend', {role: 'group', 'aria-label': 'Filter by priority'},
        ...PRIORITIES.map((name, p) => counts[p] === 0 ? null : el('button.p' + p, {
          type: 'button', 'aria-pressed': 'false', 'data-priority': p,
          onclick: (event) => {
            filter.priorities.has(p) ? filter.priorities.delete(p) : filter.priorities.add(p);
            event.currentTarget.setAttribute('aria-pressed', String(filter.priorities.has(p)));
            refresh();
          },
        }, name + ' ' + grouped(counts[p]))),
        findings.length === 0 ? el('p', {}, 'No rule fired. What was lost, not watched or not recorded is said above.') : null);
  }

  // Stacked bars of findings over time, the gravest at the bottom; behind them what was lost or not watched.
  function timeline() {
    const known = captures.filter((c) => c.first !== null);
    if (!known.length) return null;
    const first = Math.min(...known.map((c) => c.first), ...findings.map((f) => f.time).slice(0, 1));
    const last = Math.max(...known.map((c) => c.last), first + 1);
    const width = 1200, height = 150, left = 34, bottom = 22, bars = 120;
    const x = (time) => left + (Math.min(Math.max(time, first), last) - first) / (last - first) * (width - left - 6);
    const buckets = Array.from({length: bars}, () => new Array(8).fill(0));
    for (const f of findings) {
      const at = Math.floor((f.time - first) / (last - first) * bars);
      ++buckets[Math.min(Math.max(at, 0), bars - 1)][f.rule.priority];
    }
    const most = Math.max(1, ...buckets.map((b) => b.reduce((a, c) => a + c, 0)));
    const plot = height - bottom - 6;
    const picture = svg('svg', {viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label':
        'Findings over time, at most ' + most + ' in one of ' + bars + ' intervals'});
    for (const c of captures) {
      for (const [from, to, lost] of c.lost_spans)
        picture.append(svg('rect', {class: 'lostband', x: x(from), y: 6, width: Math.max(2, x(to) - x(from)), height: plot},
            svg('title', {}, plural(lost, 'event') + ' lost')));
      for (const [from, to] of c.not_watched)
        picture.append(svg('rect', {class: 'blindband', x: x(from), y: 6,
          width: Math.max(3, (to === null ? width - 6 : x(to)) - x(from)), height: plot}, svg('title', {}, 'not watched')));
    }
    buckets.forEach((counts, i) => {
      let base = height - bottom;
      counts.forEach((count, priority) => {
        if (!count) return;
        const size = Math.max(2, count / most * plot);
        base -= size;
        const bar = (width - left - 6) / bars;
        picture.append(svg('rect', {class: 'fill' + priority, x: left + i * bar + 0.5, y: Math.max(6, base),
          width: Math.max(1.5, bar - 1), height: size}, svg('title', {}, plural(count, PRIORITIES[priority] + ' finding'))));
      });
    });
    picture.append(svg('line', {class: 'axis', x1: left, x2: width - 6, y1: height - bottom, y2: height - bottom}),
        svg('text', {x: 2, y: 16}, grouped(most)), svg('text', {x: 2, y: height - bottom}, '0'));
    for (let i = 0; i <= 4; ++i) {
      const label = svg('text', {x: left + i / 4 * (width - left - 6), y: height - 6,
        'text-anchor': i === 0 ? 'start' : i === 4 ? 'end' : 'middle'});
      label.textContent = severalDays ? iso(Math.round(first + (last - first) * i / 4), 0) : clock(Math.round(first + (last - first) * i / 4)).slice(0, 12);
      picture.append(label);
    }
    return el('section', {'aria-label': 'Timeline'}, el('h2', {}, 'Timeline'), el('div.card', {}, picture,
        el('div.legend.faint', {},
            ...PRIORITIES.map((name, p) => findings.some((f) => f.rule.priority === p) ?
              el('span.p' + p, {}, '■ ' + name) : null),
            captures.some((c) => c.lost_spans.length) ? el('span', {}, '▒ events lost (red band)') : null,
            captures.some((c) => c.not_watched.length) ? el('span', {}, '▒ not watched (grey band)') : null)));
  }

  // ---- findings ----------------------------------------------------------------------------------------------

  const filter = {text: '', rule: '', tag: '', priorities: new Set()};
  const sort = {key: 'time', descending: false};
  let page = 0;
  let shown = findings;
  const opened = new Set();
  const KEYS = {
    time: (f) => f.time, priority: (f) => f.rule.priority, rule: (f) => f.rule.name, output: (f) => f.message,
    event: (f) => f.event,
  };

  function select() {
    const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
    shown = findings.filter((f) =>
      (!filter.priorities.size || filter.priorities.has(f.rule.priority)) &&
      (!filter.rule || f.rule.name === filter.rule) &&
      (!filter.tag || f.rule.tags.includes(filter.tag)) &&
      words.every((word) => (f.rule.name + ' ' + f.message + ' ' + f.rule.tags.join(' ')).toLowerCase().includes(word)));
    const key = KEYS[sort.key];
    const sign = sort.descending ? -1 : 1;
    shown.sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      return x < y ? -sign : x > y ? sign : a.id - b.id;
    });
  }

  const body = el('tbody', {});
  const pager = el('div.pager', {});
  const count = el('span.faint', {role: 'status'});

  function refresh(keepPage = false) {
    select();
    if (!keepPage) page = 0;
    show();
  }

  function show(limit = PAGE) {
    const pages = Math.max(1, Math.ceil(shown.length / limit));
    page = Math.min(page, pages - 1);
    const rows = shown.slice(page * limit, (page + 1) * limit);
    body.replaceChildren(...rows.flatMap((f) => opened.has(f.id) ? [row(f), detailRow(f)] : [row(f)]));
    count.textContent = plural(shown.length, 'finding') + (shown.length === findings.length ? '' : ' of ' + grouped(findings.length));
    const go = (to) => () => { page = to; show(); body.querySelector('button')?.focus(); };
    pager.replaceChildren(
        el('button', {type: 'button', onclick: go(0), disabled: page === 0}, '« First'),
        el('button', {type: 'button', onclick: go(page - 1), disabled: page === 0}, '‹ Previous'),
        el('span', {}, 'Page ' + grouped(page + 1) + ' of ' + grouped(pages)),
        el('button', {type: 'button', onclick: go(page + 1), disabled: page >= pages - 1}, 'Next ›'),
        el('button', {type: 'button', onclick: go(pages - 1), disabled: page >= pages - 1}, 'Last »'));
  }

  function toggle(f) {
    opened.has(f.id) ? opened.delete(f.id) : opened.add(f.id);
    const at = document.getElementById('f' + f.id);
    if (opened.has(f.id)) at.after(detailRow(f));
    else at.nextElementSibling.remove();
    const button = at.querySelector('button');
    button.setAttribute('aria-expanded', String(opened.has(f.id)));
    button.textContent = opened.has(f.id) ? '▾' : '▸';
  }

  function row(f) {
    const isOpen = opened.has(f.id);
    return el('tr', {id: 'f' + f.id},
        el('td', {}, el('button.open', {type: 'button', 'aria-expanded': String(isOpen), 'aria-label':
          'Details of finding ' + (f.id + 1) + ': ' + f.rule.name, onclick: () => toggle(f)}, isOpen ? '▾' : '▸')),
        el('td.time', {}, when(f.time)),
        el('td', {}, el('span.badge.p' + f.rule.priority, {}, PRIORITIES[f.rule.priority])),
        el('td', {}, f.rule.name),
        el('td.output', {}, f.message),
        el('td.number', {}, grouped(f.event)));
  }

  function detailRow(f) {
    return el('tr.detail', {}, el('td', {colspan: 6}, ...detail(f)));
  }

  function detail(f) {
    const capture = captures[f.capture];
    const parts = [el('p', {}, f.rule.description || ''),
      el('p.faint', {}, f.rule.tags.length ? 'Tags: ' + f.rule.tags.join(', ') : '')];
    parts.push(el('h3', {}, 'Fields'), el('div.scroll', {}, el('table.fields', {}, el('tbody', {}, ...f.rule.fields.map((name, i) =>
      el('tr', {}, el('th', {scope: 'row'}, name), el('td.mono', {}, showValue(f.values[i]))))))));
    const more = f.detail < 0 ? null : data.details[f.detail];
    if (more) {
      if (f.rule.condition >= 0) parts.push(el('h3', {}, 'Why it matched'), condition(data.conditions[f.rule.condition], more[1], more[2]));
      if (more[0].length) parts.push(el('h3', {}, 'Process and its ancestors'), lineage(more[0]));
      if (more[3].length + more[4].length) parts.push(el('h3', {}, 'The same process around it'), nearby(f, more[3], more[4]));
    } else {
      parts.push(el('p.faint', {}, 'Condition, ancestors and neighbouring events are kept for the first findings of each rule; ' +
        'for this one: sysreel explain ' + capture.path + ' --rule "' + f.rule.name + '" --event ' + f.event));
    }
    parts.push(el('h3', {}, 'Evidence'), el('p', {}, 'Event ' + grouped(f.event) +
      (f.block >= 0 ? ', block ' + f.block : '') + (f.to ? ', bytes ' + grouped(f.from) + ' to ' + grouped(f.to) : '') +
      ' of ', el('code', {}, capture.path), ', capture ', el('code', {}, capture.id), '. ' +
      (f.loss ? plural(f.loss, 'event') + ' lost within its window. ' : 'Nothing lost within its window. ') +
      (f.snapshot ? 'It rests on state that was found by a scan, not seen to come about.' : '')));
    return parts;
  }

  function showValue(value) {
    if (value === null) return el('span.faint', {}, '<NA>');
    return safe(Array.isArray(value) ? '(' + value.join(', ') + ')' : value);
  }

  const WORDS = ['all of', 'any of', 'not', '', 'macro '];
  function condition(outline, marks, values) {
    const asked = new Map(values.map(([part, ...rest]) => [part, rest]));
    const list = el('ul.condition', {});
    const ends = [];
    outline.forEach(([kind, name, end, exception], i) => {
      while (ends.length && ends[ends.length - 1] <= i) ends.pop();
      const [isTrue, reached, decides] = [marks[i] & 1, marks[i] & 2, marks[i] & 4];
      const item = el('li.mono' + (reached ? isTrue ? '.true' : '.false' : '.skipped') + (decides ? '.decides' : ''), {});
      item.style.marginLeft = ends.length * 18 + 'px';
      item.append((reached ? isTrue ? '✓ ' : '✗ ' : '· ') + WORDS[kind] + (kind >= 3 ? text(name) : ''));
      const rest = asked.get(i);
      if (rest) {
        const fits = text(rest[rest.length - 1]);
        const pairs = rest.slice(0, -1).map(([operand, value]) => text(operand) + ' = ' + (text(value) ?? '<NA>'));
        item.append(el('span.faint', {}, '   ' + pairs.join(', ') + (fits ? ', fits ' + fits : '')));
      }
      if (exception >= 0) item.append(el('span.faint', {}, ' (exception ' + text(exception) + ')'));
      if (!reached) item.append(el('span.faint', {}, '  not asked'));
      list.append(item);
      ends.push(end);
    });
    return list;
  }

  function processText(line) {
    const [pid, name, executable, command, user, scanned] = data.lines[line];
    return el('span', {}, el('strong', {}, text(name) + ' '), el('span.faint', {}, 'pid ' + pid + (text(user) ? ', ' + text(user) : '') +
      (text(executable) ? ', ' + text(executable) : '') + (scanned ? ', found by a scan' : '') + ' '), el('code', {}, text(command)));
  }

  function lineage(lines) {
    let inner = null;
    lines.forEach((line, i) => {  // the process itself is innermost
      const item = el('li', {}, el(i === 0 ? 'span.here' : 'span', {}, processText(line)), inner);
      inner = el('ul.tree', {}, item);
    });
    return inner;
  }

  function nearby(f, before, after) {
    const line = ([number, time, what], here) => el('tr' + (here ? '.here' : ''), {}, el('td.number', {}, grouped(number)),
        el('td.time', {}, when(time)), el('td.mono', {}, what));
    return el('div.scroll', {}, el('table', {}, el('tbody', {},
        ...before.map(([number, time, what]) => line([number, time, text(what)])),
        line([f.event, f.time, '← this finding'], true),
        ...after.map(([number, time, what]) => line([number, time, text(what)])))));
  }

  function findingsSection() {
    const fired = rules.filter((rule) => rule.count > 0).sort((a, b) => a.priority - b.priority || a.name.localeCompare(b.name));
    const search = el('input', {type: 'search', id: 'search', oninput: (event) => { filter.text = event.target.value; refresh(); }});
    const pick = el('select', {id: 'rule', onchange: (event) => { filter.rule = event.target.value; refresh(); }},
        el('option', {value: ''}, 'all rules'),
        ...fired.map((rule) => el('option', {value: rule.name}, rule.name + ' (' + grouped(rule.count) + ')')));
    const clear = el('button', {type: 'button', onclick: () => {
      filter.text = search.value = filter.rule = pick.value = filter.tag = '';
      filter.priorities.clear();
      document.querySelectorAll('[data-priority]').forEach((b) => b.setAttribute('aria-pressed', 'false'));
      refresh();
    }}, 'Clear filters');
    const heads = [['', ''], ['time', 'Time'], ['priority', 'Priority'], ['rule', 'Rule'], ['output', 'Output'], ['event', 'Event']];
    const head = el('tr', {}, ...heads.map(([key, name]) => key === '' ? el('th', {scope: 'col'}, el('span.faint', {}, 'Open')) :
      el('th' + (key === 'event' ? '.number' : ''), {scope: 'col', 'data-key': key, 'aria-sort': key === sort.key ? 'ascending' : 'none'},
          el('button', {type: 'button', onclick: (event) => {
            sort.descending = sort.key === key && !sort.descending;
            sort.key = key;
            head.querySelectorAll('th[data-key]').forEach((th) => th.setAttribute('aria-sort',
                th.dataset.key === key ? sort.descending ? 'descending' : 'ascending' : 'none'));
            refresh(true);
          }}, name))));
    return el('section', {id: 'findings', 'aria-label': 'Findings'}, el('h2', {}, 'Findings'),
        el('div.filters', {}, el('label', {for: 'search'}, 'Search in rule, output and tags', search),
            el('label', {for: 'rule'}, 'Rule', pick), clear, count),
        el('div.scroll', {tabindex: 0, role: 'region', 'aria-label': 'Table of findings'}, el('table', {}, el('thead', {}, head), body)), pager,
        el('p.faint', {}, 'Keys: ', el('kbd', {}, '/'), ' search, ', el('kbd', {}, 'j'), ' ', el('kbd', {}, 'k'), ' next and previous finding, ',
            el('kbd', {}, 'Enter'), ' open, ', el('kbd', {}, 'Esc'), ' leave the search.'));
  }

  // ---- what else ---------------------------------------------------------------------------------------------

  function matrix() {
    const used = new Map();  // technique -> {count, rules}
    for (const rule of rules) {
      if (!rule.enabled) continue;
      for (const tag of rule.tags) {
        const id = tag.toUpperCase();
        if (!data.techniques[id]) continue;
        const entry = used.get(id) || {count: 0, rules: [], tag};
        entry.count += rule.count;
        entry.rules.push(rule.name);
        used.set(id, entry);
      }
    }
    if (!used.size) return null;
    const columns = data.tactics.map((tactic) => [tactic, [...used.keys()].filter((id) => data.techniques[id].slice(1).includes(tactic)).sort()])
        .filter(([, ids]) => ids.length);
    return el('section', {'aria-label': 'ATT&CK matrix', id: 'attack'}, el('h2', {}, 'ATT&CK'),
        el('p.faint', {}, 'Techniques that the rules watch for, by tactic (ATT&CK for Enterprise ' + data.attack_version +
          '); those with findings are marked and filter the table.'),
        el('div.matrix', {tabindex: 0, role: 'region', 'aria-label': 'Techniques by tactic'}, ...columns.map(([tactic, ids]) => el('div', {},
            el('h3', {}, tactic.replace(/-/g, ' ')), ...ids.map((id) => {
              const {count: hits, rules: names, tag} = used.get(id);
              return el('button.technique' + (hits ? '.fired' : ''), {type: 'button', disabled: !hits, title: names.join(', '), onclick: () => {
                filter.tag = tag;
                refresh();
                document.getElementById('findings').scrollIntoView();
              }}, id + ' ' + data.techniques[id][0] + (hits ? ' – ' + plural(hits, 'finding') : ''));
            })))));
  }

  function processTree() {
    const trees = captures.map((c) => {
      if (!c.processes.length) return null;
      const children = new Map();
      c.processes.forEach(([, parent], i) => {
        if (!children.has(parent)) children.set(parent, []);
        children.get(parent).push(i);
      });
      const branch = (at) => el('ul.tree', {}, ...children.get(at).map((i) => {
        const [line, , exit] = c.processes[i];
        const label = el('span', {}, processText(line), exit >= 0 ? el('span.faint', {}, ' ended ' + when(exit)) : null);
        return el('li', {}, label, ...(children.has(i) ? [branch(i)] : []));
      }));
      const tree = el('details', {}, el('summary', {}, plural(c.processes.length, 'process').replace('processs', 'processes') +
        (captures.length > 1 ? ' of ' + c.path : '') + (c.leftOut ? ', ' + grouped(c.leftOut) + ' more left out' : '')));
      tree.addEventListener('toggle', () => { if (tree.open && tree.children.length === 1) tree.append(el('div.card.scroll', {}, branch(-1))); });
      return tree;
    }).filter(Boolean);
    if (!trees.length) return null;
    return el('section', {'aria-label': 'Processes', id: 'processes'}, el('h2', {}, 'Processes of the capture'),
        el('p.faint', {}, 'Those that started, executed or ended something, with their ancestors, over the whole time.'), ...trees);
  }

  function blindSection() {
    const reasons = new Map();
    for (const c of captures)
      for (const [rule, reason] of c.blind) {
        const key = JSON.stringify([rule, reason]);
        reasons.set(key, (reasons.get(key) || 0) + 1);
      }
    const disabled = rules.filter((rule) => !rule.enabled);
    const quiet = rules.filter((rule) => rule.enabled && !rule.count).length - new Set(captures.flatMap((c) => c.blind.map(([r]) => r))).size;
    return el('section', {'aria-label': 'Rules that could not fire', id: 'blind'}, el('h2', {}, 'Rules that could not fire'),
        reasons.size + disabled.length === 0 ? el('p', {}, 'None: every rule had its event types recorded.') :
          el('div.scroll', {tabindex: 0, role: 'region', 'aria-label': 'Rules that could not fire and why'}, el('table', {}, el('thead', {}, el('tr', {},
              el('th', {scope: 'col'}, 'Rule'), el('th', {scope: 'col'}, 'Why'))),
              el('tbody', {}, ...[...reasons].map(([key, captureCount]) => {
                const [rule, reason] = JSON.parse(key);
                return el('tr', {}, el('td', {}, rule), el('td', {}, reason + (captures.length > 1 ? ' (in ' + captureCount + ' of ' + captures.length + ' captures)' : '')));
              }), ...disabled.map((rule) => el('tr', {}, el('td', {}, rule.name), el('td', {}, 'disabled')))))),
        el('p.faint', {}, plural(Math.max(0, quiet), 'further rule') + ' could have fired and did not.'));
  }

  function about() {
    return el('section', {'aria-label': 'About', id: 'about'}, el('h2', {}, 'About this report'),
        el('p', {}, data.tool + ', ' + plural(rules.filter((rule) => rule.enabled).length, 'rule') + ' (' + data.matching + ' match) of ' +
          (data.rule_files.join(', ') || 'no file') + '.'),
        el('div.scroll', {tabindex: 0, role: 'region', 'aria-label': 'Captures'}, el('table', {}, el('thead', {}, el('tr', {}, ...['Capture', 'Id', 'Host', 'Recorder', 'From', 'To', 'Events', 'Bytes', 'State']
          .map((name) => el('th', {scope: 'col'}, name)))), el('tbody', {}, ...captures.map((c) => el('tr', {}, el('td.mono', {}, c.path),
              el('td.mono', {}, c.id), el('td', {}, c.host || '–'), el('td', {}, c.recorder || '–'), el('td.time', {}, c.first === null ? '–' : iso(c.first)),
              el('td.time', {}, c.last === null ? '–' : iso(c.last)), el('td.number', {}, grouped(c.events)), el('td.number', {}, grouped(c.bytes)),
              el('td', {}, c.state + (c.redaction ? ', redacted' : '')))))),
        ));
  }

  function theme() {
    const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === 'dark' :
      matchMedia('(prefers-color-scheme: dark)').matches;
    document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  }

  app.append(el('nav', {'aria-label': 'Page'}, el('strong', {}, 'sysreel report'), ...[['#findings', 'Findings'], ['#attack', 'ATT&CK'],
    ['#processes', 'Processes'], ['#blind', 'Not seen'], ['#about', 'About']].map(([href, name]) => el('a', {href}, name)), el('span.space', {}),
  el('button', {type: 'button', onclick: theme}, 'Dark or light')), summary(), ...[timeline(), findingsSection(), matrix(), processTree(), blindSection(), about()]
      .filter(Boolean));
  refresh();

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const search = document.getElementById('search');
    const typing = ['INPUT', 'SELECT'].includes(document.activeElement?.tagName);
    if (event.key === 'Escape' && typing) return document.activeElement.blur();
    if (typing) return;
    if (event.key === '/') {
      event.preventDefault();
      search.focus();
    } else if (event.key === 'j' || event.key === 'k') {
      const buttons = [...body.querySelectorAll('tr[id] button.open')];
      const at = buttons.indexOf(document.activeElement);
      const next = at < 0 ? 0 : at + (event.key === 'j' ? 1 : -1);
      buttons[Math.min(Math.max(next, 0), buttons.length - 1)]?.focus();
    }
  });
  addEventListener('beforeprint', () => show(PRINT_LIMIT));
  addEventListener('afterprint', () => show());
})();
