/* --- Days ---------------------------------------------------------------- */
/* The finest of days, weeks, months and years that gives few enough bins. */
function binning(first, last, most)
{
	const days = (stamp(last) - stamp(first)) / DAY + 1;

	if (days <= most)
		return { of: d => d, next: d => iso(stamp(d) + DAY),
			name: 'كل يوم' };
	if (days <= 7 * most)
		return { of: d => iso(stamp(d) - (new Date(stamp(d)).getUTCDay()
		    + 1) % 7 * DAY), next: d => iso(stamp(d) + 7 * DAY),
			name: 'كل أسبوع (من السبت)' };
	if (days <= 30 * most)
		return { of: d => d.slice(0, 7), name: 'كل شهر', next: d =>
		    iso(Date.UTC(+d.slice(0, 4), +d.slice(5), 1)).slice(0, 7) };
	return { of: d => d.slice(0, 4), name: 'كل سنة',
		next: d => String(+d + 1).padStart(4, '0') };
}

function fill_bins(days, by)
{
	const bins = new Map(), last = by.of(days[days.length - 1][0]);

	for (let d = by.of(days[0][0]); d <= last && bins.size < 12000;
	    d = by.next(d))
		bins.set(d, { day: d, n: 0, by: new Map(), near: new Set() });
	for (const [d, n] of days)
		bins.get(by.of(d)).n += n;
	for (const [d, source, n, error] of C.pairs) {
		const bin = bins.get(by.of(d));

		if (!bin)
			continue;
		bin.by.set(source, (bin.by.get(source) || 0) + n);
		if (error)
			bin.near.add(source);
	}
	const all = [...bins.values()];
	all.forEach(b => { b.query = [['from', b.day], ['until',
		by.next(b.day)], ['all', b.n]]; });
	return all;
}

function steps(most)
{
	let step = 10 ** Math.floor(Math.log10(Math.max(1, most)));

	if (most / step < 2)
		step /= 5;
	else if (most / step < 5)
		step /= 2;
	return Math.max(1, step);
}

const source_name = s => s || 'بلا مصدر';

function bin_group(bin, x, width, scale, H, colour)
{
	const g = draw('g', { class: 'bin' }, draw('rect', { class: 'hit', x,
		y: 0, width, height: H }));
	const gap = width > 5 ? Math.min(3, width / 6) : 0;
	const lines = [make('b', {}, make('bdi', { dir: 'ltr' }, bin.day)),
		counted(bin.n, 'article')];
	let y = H, rest = bin.n;

	const layer = (n, fill, name) => {
		const h = n * scale;

		if (n <= 0)
			return;
		y -= h;
		g.append(draw('rect', { x: x + gap / 2, y, width: width - gap,
			height: Math.max(h - (h > 3 ? .8 : 0), .5), fill }));
		const i = make('i');
		i.style.background = fill;
		lines.push(make('br'), i, make('bdi', {}, name),
		    ' ' + number(n));
	};
	for (const [source, fill] of colour) {
		const n = Math.min(rest, bin.by.get(source) || 0);

		layer(n, fill, source_name(source));
		rest -= n;
	}
	layer(rest, 'var(--rest)', 'سواها');
	if (bin.n && A.length) {
		g.classList.add('leads');
		g.onclick = () => {
			location.hash = new URLSearchParams(bin.query);
		};
	}
	g.addEventListener('mouseenter', () =>
	    tip(g.getBoundingClientRect(), ...lines));
	g.addEventListener('mouseleave', () => { $('tip').hidden = true; });
	return g;
}

function plot_days(bins, colour)
{
	const narrow = innerWidth < 740, W = narrow ? 440 : 1100;
	const H = narrow ? 220 : 260, AXIS = 46, most = Math.max(...bins.map(
	    b => b.n)), step = steps(most), width = (W - AXIS) / bins.length;
	const svg = draw('svg', { viewBox: `0 -14 ${W} ${H + 44}`,
		role: 'img', direction: 'ltr' });

	svg.setAttribute('aria-label', 'مقالات بحسب الأيام؛ أعلاها ' +
	    number(most));
	for (let n = 0; n <= most; n += step) {
		const y = H - n / most * H;

		svg.append(draw('line', { class: 'grid', x1: 0, x2: W - AXIS,
			y1: y, y2: y }), draw('text', { x: W - AXIS + 8,
			y: y + 4 }, number(n)));
	}
	const every = Math.ceil(bins.length / (narrow ? 4 : 9));
	bins.forEach((bin, i) => {
		const x = W - AXIS - (i + 1) * width;

		svg.append(bin_group(bin, x, width, H / most, H, colour));
		if (i % every === 0)
			svg.append(draw('text', { x: x + width / 2, y: H + 20,
				'text-anchor': 'middle' }, bin.day));
	});
	return svg;
}

function numbers(bins)
{
	const t = make('table', {}, ...bins.filter(b => b.n).map(b =>
	    make('tr', {}, make('th', { scope: 'row', dir: 'ltr' }, b.day),
	    make('td', {}, link(number(b.n), b.query, b.day)))));

	return make('details', { className: 'numbers' },
	    make('summary', {}, 'الأعداد'), make('div', { tabIndex: 0 }, t));
}

function days()
{
	if (!C.days.length)
		return;
	const { days: some, outside } = main_days(C.days, C.today);
	const by = binning(some[0][0], some[some.length - 1][0], 100);
	const bins = fill_bins(some, by);
	const top = C.sources.slice(0, 7).map(s => s[0]);
	let i = 0;
	const colour = new Map(top.filter(s => s).map(s => [s, COLOURS[i++]]));
	const legend = make('ul', { className: 'legend' });
	const key = (name, fill) => {
		const box = make('i');

		box.style.background = fill;
		legend.append(make('li', {}, box, make('bdi', {}, name)));
	};

	for (const [s, fill] of colour)
		key(s, fill);
	key('سواها، أو بلا مصدر', 'var(--rest)');
	section('', 'المقالات بحسب اليوم والمصدر', by.name +
	    '، والزمن من اليمين إلى اليسار' + (outside ? '؛ وخارج الرسم ' +
	    number(outside) + ' في تواريخ بعيدة' : ''),
	    make('figure', {}, plot_days(bins, colour), legend),
	    numbers(bins));
}

/* --- Sources by days: a table whose shades follow its numbers ------------- */
function shaded(n, most, ...content)
{
	const td = make('td', {}, ...content);

	if (n)
		td.style.setProperty('--shade', Math.round(6 + 40 *
		    Math.sqrt(n / most)) + '%');
	return td;
}

/* A table that is wider than its place, perhaps. */
function scrolled(title, table)
{
	const box = make('div', { className: 'scroll', tabIndex: 0 }, table);

	box.setAttribute('role', 'region');
	box.setAttribute('aria-label', 'جدول: ' + title);
	return box;
}

/* A day as few figures, which stand beside each other. */
const short = d => d.length < 10 ? d : +d.slice(8) + '/' + +d.slice(5, 7);

function head(title, all, content)
{
	return make('thead', {}, make('tr', {}, make('td', {}, title),
	    ...all.map(a => make('th', { scope: 'col' }, ...content(a)))));
}

function heat()
{
	const SOURCES = 12, named = C.sources.filter(s => s[0]).slice(0,
	    SOURCES);

	if (!C.days.length || !named.length)
		return;
	const { days: some } = main_days(C.days, C.today);
	const by = binning(some[0][0], some[some.length - 1][0], 31);
	const bins = fill_bins(some, by), body = make('tbody');
	const most = Math.max(...bins.flatMap(b => named.map(s =>
	    b.by.get(s[0]) || 0)));
	const row = (name, cells, className) => body.append(make('tr', {
		className: className || '' }, make('th', { scope: 'row',
		title: name }, make('bdi', {}, name)), ...cells));
	const rest = b => Math.max(0, named.reduce((n, s) => n -
	    (b.by.get(s[0]) || 0), b.n));

	for (const s of named)
		row(s[0], bins.map(b => {
			const n = b.by.get(s[0]) || 0;

			return shaded(n, most, n ? link((b.near.has(s[0]) ?
			    '≈' : '') + number(n), [['n', number_of.get(s)],
			    ...b.query.slice(0, 2), ['all', n]], s[0] + '، ' +
			    b.day) : '');
		}));
	row('سواها، أو بلا مصدر', bins.map(b => make('td', {}, rest(b) ?
	    number(rest(b)) : '')), 'sum');
	row('المجموع', bins.map(b => make('td', {}, b.n ? link(number(b.n),
	    b.query, b.day) : '')), 'sum');
	const title = 'المصادر على مر الأيام';
	const box = scrolled(title, make('table', { className: 'grid' },
	    head('', bins, b => [make('bdi', { dir: 'ltr', title: b.day },
		short(b.day))]), body));

	section('', title, by.name + '؛ كلما كثرت المقالات اشتد اللون', box);
	box.scrollLeft = -box.scrollWidth; /* the newest days */
}
