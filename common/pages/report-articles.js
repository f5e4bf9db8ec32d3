/* --- Articles: what is counted leads to a list of them -------------------- */
const A = C.articles.rows.map(([unit, title, date, source, url, id, of,
    rows, findings]) => ({ unit, title, date, source, url, id, of, rows,
	findings }));
const by_unit = new Map(A.map(a => [a.unit, a]));
const ROWS = [], number_of = new Map(); /* rows of lists, and back */

for (const [name, first] of Object.entries(C.articles.first))
	(C[name] || C.entities[name]).forEach((row, i) => {
		ROWS[first + i] = row;
		number_of.set(row, first + i);
	});

/* A number that leads to the articles that are asked for. */
function link(text, query, name)
{
	if (!query || !A.length)
		return text;
	/* The whole address: a mere fragment were a place of the page. */
	const a = make('a', { className: 'n', href: location.href.split('#')[0]
	    + '#' + new URLSearchParams(query) }, text);

	a.setAttribute('aria-label', name + ': ' + text);
	return a;
}

/* What asks for the articles of a row. */
const of_row = row => number_of.has(row) && [['n', number_of.get(row)],
	['all', amount(row)]];

const false_date = C.findings.findIndex(f => f.name === 'date_invalid' &&
    !f.warning);

/* How precise an article's date is: none, a wrong one, a year, ... */
function precise(a)
{
	if (a.date === null)
		return 0;
	if (a.findings.includes(false_date))
		return 1;
	return { 4: 2, 7: 3, 10: 4 }[a.date.length] || 5;
}

/* Is the article in a row of a list?  A story's first one, too. */
function is_in(a, n)
{
	return a.rows.includes(n) || C.stories.includes(ROWS[n]) &&
	    a.id === (ROWS[n][3] || ROWS[n][0]);
}

function asked(q)
{
	const rows = q.getAll('n').map(Number), finding = q.get('f');
	const from = q.get('from'), until = q.get('until'), is = q.get('date');
	const once = q.get('once'), again = q.get('again'); /* repeats */

	return A.filter(a => rows.every(n => is_in(a, n)) &&
	    (!once || a.of === null) && (!again || a.of !== null) &&
	    (!from || precise(a) > 3 && a.date.slice(0, 10) >= from &&
	    a.date.slice(0, 10) < until) &&
	    (!finding || a.findings.includes(+finding)) &&
	    (!is || precise(a) === +is));
}

const copy_words = c => source_name(c[0]) + (c[0] === c[1] ?
    ' مكررا ما نشره' : ' بعد ' + source_name(c[1]));

/* What was asked for, in words. */
function asked_words(q)
{
	const words = q.getAll('n').map(Number).map(n => !ROWS[n] ? '' :
	    C.copies.includes(ROWS[n]) ? copy_words(ROWS[n]) :
	    source_name(ROWS[n][0]));

	if (q.get('again'))
		words.push('المكرر');
	if (q.get('f'))
		words.push(finding_name(C.findings.find(f => f.at ===
		    +q.get('f')) || { name: '' }));
	if (q.get('date'))
		words.push(PRECISIONS[+q.get('date')]);
	if (q.get('from'))
		words.push(q.get('from').length === 10 ?
		    date_words(q.get('from')) : q.get('from'));
	return words.join('، ');
}

/* An article's headline, which leads to it, source and date. */
function told(a)
{
	const url = web_address(a.url), title = a.title || a.id || '';
	const about = [a.source, a.date && date_words(a.date)].filter(s => s);

	return [url ? make('a', { href: url, target: '_blank',
		rel: 'noopener noreferrer', dir: 'auto' }, title || url) :
	    make('span', { dir: 'auto' }, title || 'بلا عنوان'),
	make('small', {}, ...about.flatMap((s, i) => [i ? ' · ' : '',
		make('bdi', {}, s)]))];
}

/* With what it repeats, where that is here, too. */
function article(a)
{
	const of = by_unit.get(a.of);

	return make('li', {}, ...told(a), ...of ? [make('div', {},
	    make('small', {}, 'يكرر:'), ...told(of))] : []);
}

/* The list of what the address asks for, if it does. */
function show_list()
{
	const q = new URLSearchParams(location.hash.slice(1)), STEP = 200;

	if (!q.has('all')) {
		$('list').close();
		return;
	}
	const list = asked(q), all = Math.max(list.length, +q.get('all') || 0);
	const more = () => {
		const n = $('found').children.length;

		$('found').append(...list.slice(n, n + STEP).map(article));
		$('more').hidden = $('found').children.length >= list.length;
	};

	$('what').replaceChildren(asked_words(q), make('small', {}, counted(all,
	    'article') + (list.length < all ? '؛ هنا منها ' +
	    number(list.length) + '، فالصفحة تحفظ أحدث ' +
	    counted(C.articles.most, 'article') : '، أحدثها أولا')));
	$('found').replaceChildren();
	$('more').onclick = more;
	more();
	if (!$('list').open)
		$('list').showModal();
	$('list').scrollTop = 0;
}

function start_list()
{
	$('close').onclick = () => $('list').close();
	$('list').onclick = e => {
		if (e.target === $('list'))
			$('list').close();
	};
	$('list').onclose = () => {
		if (new URLSearchParams(location.hash.slice(1)).has('all'))
			history.replaceState(null, '', location.pathname +
			    location.search);
	};
	addEventListener('hashchange', show_list);
	show_list();
}

/* A table of names, bars and numbers; query asks for the articles. */
function rows(list, all, head, className)
{
	const body = make('tbody');
	const t = make('table', { className: 'rows ' + (className || '') });

	if (head)
		t.append(make('thead', {}, make('tr', {}, ...head.map(h =>
		    make('th', { scope: 'col' }, h)))));
	for (const { name, parts, n, more, title, query, ...other } of list) {
		const a = link(n, query, name);
		const row = make('tr', { title: title || '' },
		    make('th', { scope: 'row' }, make('bdi', {}, name)),
		    make('td', {}, other.draw || bar(parts, all)),
		    make('td', { className: more ? 'n wide' : 'n' }, a,
			more || ''));

		if (other.colour)
			row.style.setProperty('--c', other.colour);
		if (a !== n) {
			row.className = 'leads';
			row.onclick = () => { location.hash = a.hash; };
		}
		body.append(row);
	}
	t.append(body);
	return t;
}
