/* --- Names --------------------------------------------------------------- */
function names()
{
	const add = (title, label) => top_list(title, 'بعدد المقالات',
	    C.entities[label], 20, `var(--${label.toLowerCase()})`);

	beside(add('أكثر الأشخاص ذكرا', 'PER'), add('أكثر الجهات ذكرا', 'ORG'),
	    add('أكثر الأماكن ذكرا', 'LOC'), add('أسماء أخرى', 'MISC'));
}

/* When a name was in the news: small bars, on the axis of all days. */
function spark([, name, , width, some], row, first, last)
{
	const from = Math.floor(first / width) * width, W = 240, H = 28;
	const step = width * Math.ceil((last - from + 1) / 60 / width);
	const bins = new Map(), date = d => iso(d * DAY);

	for (const [day, n] of some) {
		const i = Math.floor((stamp(day) / DAY - from) / step);

		if (i >= 0 && from + i * step <= last)
			bins.set(i, (bins.get(i) || 0) + n);
	}
	const most = Math.max(1, ...bins.values());
	const w = W * step / (Math.ceil((last - from + 1) / step) * step);
	const svg = draw('svg', { class: 'spark', viewBox: `0 0 ${W} ${H}`,
		preserveAspectRatio: 'none', role: 'img', direction: 'ltr' });
	let high = null;

	for (const [i, n] of bins) {
		const day = date(from + i * step), bar = draw('rect', {
			x: W - (i + 1) * w, y: H - n / most * H, width:
			Math.max(w - .8, .6), height: n / most * H });
		const query = [['n', number_of.get(row)], ['from', day],
			['until', date(from + (i + 1) * step)], ['all', n]];

		if (n === most && high === null)
			high = day;
		if (A.length) {
			bar.classList.add('leads');
			bar.onclick = e => {
				e.stopPropagation();
				location.hash = new URLSearchParams(query);
			};
		}
		bar.onmouseenter = () => tip(bar.getBoundingClientRect(),
		    make('b', {}, make('bdi', { dir: 'ltr' }, day)),
		    counted(n, 'article'));
		bar.onmouseleave = () => { $('tip').hidden = true; };
		svg.append(bar);
	}
	svg.setAttribute('aria-label', name + (high === null ? '' :
	    '؛ أكثرها ' + number(most) + ' في ' + high));
	return svg;
}

function timelines()
{
	if (!C.days.length)
		return;
	const { days: some } = main_days(C.days, C.today);
	const [first, last] = [some[0][0], some[some.length - 1][0]].map(d =>
	    stamp(d) / DAY);
	const add = (title, label) => {
		const list = C.timelines.filter(t => t[0] === label).map(t =>
		    [t, C.entities[label].find(r => (r[3] || r[0]) === t[2])])
		    .filter(t => t[1]);

		return list.length > 0 && [title, 'أعلى شريط لكل اسم أكثر ' +
		    'أيامه', rows(list.map(([t, row]) => ({ name: t[1],
		    draw: spark(t, row, first, last), n: about(row),
		    query: of_row(row), colour: `var(--${label.toLowerCase()})`
		    })), 1, null, 'sparks')];
	};

	if (last > first)
		beside(add('الأشخاص على مر الأيام', 'PER'), add('الجهات ' +
		    'على مر الأيام', 'ORG'), add('الأماكن على مر الأيام',
		    'LOC'));
}

function together()
{
	const most = C.together.length && C.together[0][5];
	const list = C.together.slice(0, 24).map(([a, b, n, of_a, of_b,
	    score]) => ({ name: a[1] + ' + ' + b[1], parts: [[score, '']],
		n: number(n), title: a[1] + ': ' + number(of_a) + '؛ ' + b[1] +
		': ' + number(of_b), query: [['n', a[2]], ['n', b[2]],
		['once', 1], ['all', n]] }));
	const half = Math.ceil(list.length / 2);

	beside(...[list.slice(0, half), list.slice(half)].map((some, i) =>
	    some.length && [i ? 'أسماء تجتمع (تتمة)' : 'أسماء تجتمع',
	    i ? 'والعدد عدد المقالات' : 'الأقوى اقترانا أولا مما ليس مكررا، ' +
	    'بنسبة الأرجحية لا بالكثرة؛ في أحدث ' + counted(C.together_of,
	    'article'), rows(some, most)]));
}
