/* --- The side ------------------------------------------------------------ */
/* In how many of the records found each entity is. */
function counts()
{
	const n = new Uint32Array(names.length), last = new Int32Array(
	    names.length).fill(-1);

	for (const i of found)
		for (let k = cast_at[i]; k < cast_at[i + 1]; k++)
			if (last[cast[k]] !== i) {
				last[cast[k]] = i;
				n[cast[k]]++;
			}
	return n;
}

function entity_button(e, n)
{
	const b = make('button', { type: 'button', className:
		css(label_of[e]) }, make('bdi', { className: 'name' },
	    names[e]), make('span', { className: 'n' }, number(n)));

	b.dataset.e = e;
	b.setAttribute('aria-pressed', state.e.has(e));
	b.onclick = () => go({ e: toggled(state.e, e) });
	return make('li', {}, b);
}

/* Most named of what is shown; with a search, what it finds anywhere. */
let folded = []; /* names, once they were searched */

function list_entities()
{
	const q = fold($('find').value), n = counts(), some = [];
	/* What begins with it, what has a word that does, the others. */
	const rank = e => {
		const s = folded[e];

		return !q || s.startsWith(q) ? 0 : s.includes(' ' + q) ||
		    s.includes('ال' + q) ? 1 : 2;
	};

	if (q && !folded.length)
		folded = names.map(s => fold_text(s).trim());
	for (let e = 0; e < names.length; e++)
		if ((q ? folded[e].includes(q) : n[e] > 0) &&
		    !state.off.has(label_of[e]))
			some.push(e);
	some.sort((a, b) => rank(a) - rank(b) || n[b] - n[a] ||
	    mentions[b] - mentions[a] || a - b);
	$('list').replaceChildren(...some.slice(0, LISTED).map(
	    e => entity_button(e, n[e])));
	if (!some.length)
		$('list').append(make('li', { className: 'n',
			textContent: 'لا أسماء' }));
}

function list_labels()
{
	$('labels').replaceChildren(...[...labels].map(l => {
		const b = make('button', { type: 'button', className: css(l),
			textContent: (LABELS[l] || ['', l])[1] });

		b.setAttribute('aria-pressed', !state.off.has(l));
		b.onclick = () => go({ off: toggled(state.off, l) });
		return b;
	}));
}

function last_day(from)
{
	const d = from.length === 4 ? from + '-12-31' : from;

	if (from.length !== 7)
		return d;
	return from + '-' + new Date(Date.UTC(+from.slice(0, 4),
	    +from.slice(5), 0)).getUTCDate();
}

/* Years, months or days: the finest that fit; without days far off. */
function list_days()
{
	const all = new Map();

	for (const i of found)
		if (days[i])
			all.set(days[i], (all.get(days[i]) || 0) + 1);
	const { days: some, outside } = all.size ? main_days([...all].sort(),
	    iso(Date.now())) : { days: [], outside: 0 };
	let bins;
	for (const digits of [10, 7, 4]) {
		bins = new Map();
		for (const [d, n] of some)
			bins.set(d.slice(0, digits), (bins.get(d.slice(0,
			    digits)) || 0) + n);
		if (bins.size <= 62)
			break;
	}
	const most = Math.max(...bins.values());
	$('days').replaceChildren(...[...bins].map(([d, n]) =>
	    day_button(d, n, most)));
	if (outside)
		$('days').append(make('li', { className: 'n' },
		    counted(outside, 'article') + ' بتاريخ بعيد'));
}

function day_button(d, n, most)
{
	const bar = make('span', { className: 'bar' });
	const b = make('button', { type: 'button' }, make('bdi', { dir: 'ltr' },
	    d), bar, make('span', { className: 'n' }, number(n)));
	const from = (d + (d.length > 4 ? '-01' : '-01-01')).slice(0, 10);
	const to = last_day(d);
	const on = state.from === from && state.to === to;

	bar.style.width = 100 * n / most + '%';
	b.setAttribute('aria-pressed', on);
	b.onclick = () => go(on ? { from: '', to: '' } : { from, to });
	return make('li', {}, b);
}

function list_sources()
{
	const n = new Uint32Array(source_names.length);

	for (const s of sources)
		n[s]++;
	$('source').append(...source_names.map((name, i) => i).filter(i =>
	    source_keys[i]).sort((a, b) => n[b] - n[a] || a - b).slice(0, 500)
	    .map(i => make('option', { value: source_keys[i], textContent:
		source_names[i].slice(0, 60) + ' (' + number(n[i]) + ')' })));
}

function list_chips()
{
	const chips = [...state.e].map(e => [names[e],
		{ e: toggled(state.e, e) }]);

	if (state.q)
		chips.push(['«' + state.q + '»', { q: '' }]);
	if (state.s)
		chips.push([source_names[source_of.get(state.s)] || state.s,
			{ s: '' }]);
	if (state.from || state.to)
		chips.push([(state.from || '…') + ' ← ' + (state.to || '…'),
			{ from: '', to: '' }]);
	if (state.d)
		chips.push(['القصة وما يشبهها', { d: '' }]);
	$('chips').replaceChildren(...chips.map(([name, change]) => {
		const b = make('button', { type: 'button', className: 'chip',
			textContent: name });

		b.setAttribute('aria-label', 'أزل ' + name);
		b.onclick = () => go(change);
		return b;
	}));
}

function clear()
{
	found = [];
	shown = 0;
	at = null;
	if (marks)
		marks.clear();
	$('found').replaceChildren();
}

/* Show the records, from the first one on. */
function show(some)
{
	clear();
	found = some;
	return tell_found();
}

/* What was found, in all, beside the articles. */
async function tell_found()
{
	const turn = turns;

	$('count').textContent = found.length === ids.length ?
	    counted(found.length, 'article') :
	    counted(found.length, 'article') + ' من ' + number(ids.length);
	list_entities();
	list_days();
	if (shown < BATCH)
		await more();
	if (turn === turns && !found.length)
		$('found').append(make('p', { className: 'empty',
			textContent: 'لا مقالات هنا' }));
}

function update()
{
	turns++;
	read_state();
	$('words').value = state.q;
	$('prev').hidden = $('next').hidden = !state.e.size;
	for (const id of ['from', 'to', 'sort'])
		$(id).value = state[id];
	$('source').value = state.s;
	list_labels();
	list_chips();
	if (scrollY > $('articles').offsetTop)
		$('articles').scrollIntoView();
	if (state.q !== asked) {
		asked = state.q;
		hits = new Uint8Array(asked ? ids.length : 0);
	}
	if (!asked)
		return show(candidates());
	clear();
	$('count').textContent = 'يُبحث…';
	return search(candidates());
}
