/* --- The state of the run ------------------------------------------------ */
C.findings.forEach((f, i) => { f.at = i; });
C.findings.sort((a, b) => a.warning - b.warning || b.count - a.count);

function finding_name(f)
{
	const names = f.warning ? WARNINGS : FINDINGS;

	return Object.hasOwn(names, f.name) ? names[f.name] : f.name;
}

/* What a number is made of, the largest first, each with a link to it. */
function parts(some)
{
	return some.sort((a, b) => b.count - a.count).slice(0, 3).map(f => {
		const a = make('a', { href: '#f' + C.findings.indexOf(f) },
		    make('bdi', {}, finding_name(f)), ': ' +
		    number(f.count));

		a.onclick = () => { $(a.hash.slice(1)).open = true; };
		return a;
	});
}

function state()
{
	const list = make('ul');
	const s = section('', 'حال التشغيل', '', list);
	const find = accept => C.findings.filter(accept);
	const sum = some => some.reduce((n, f) => n + f.count, 0);
	const unread = f => f.name === 'date_unread' ||
	    f.name === 'date_invalid';
	const add = (title, n, some) => list.append(make('li', { className:
		n ? 'warn' : 'good' }, make('b', {}, number(n)),
	    make('span', {}, title), ...some));
	const kinds = [['تواريخ لم تُقرأ', find(unread)],
		['تحذيرات أخرى', find(f => f.warning && !unread(f))],
		['قيم مريبة أخرى', find(f => !f.warning && !unread(f))]];

	s.id = 'state';
	add('سجلات فاسدة لم تُقرأ', C.bad, []);
	for (const [title, some] of kinds)
		add(title, sum(some), parts(some));
}

/* --- Totals -------------------------------------------------------------- */
function median(lengths, all)
{
	let n = 0;

	for (let i = 0; i < lengths.length; i++) {
		if (n + lengths[i] >= all / 2)
			return Math.round(2 ** (i + (all / 2 - n) / lengths[i]));
		n += lengths[i];
	}
	return 0;
}

function cards()
{
	const s = make('section', { id: 'cards' });
	const named = C.sources.filter(r => r[0]);
	const add = (title, value, small) => s.append(make('div', {
		className: 'big' }, make('span', {}, title), make('b', {},
		value), make('small', {}, small || '')));
	const dated = C.dates.reduce((n, k) => n + k, 0);

	s.setAttribute('aria-label', 'الأعداد الجامعة');
	add('مقالات', number(C.records));
	if (C.days.length) {
		const { days: some } = main_days(C.days, C.today);

		add('أيام', number(some.length), make('span', {}, 'من ',
		    make('bdi', {}, some[0][0]), make('br'), 'إلى ',
		    make('bdi', {}, some[some.length - 1][0])));
	}
	add('مصادر', number(named.length) + (C.sources.length ===
	    C.counters ? '+' : ''), named.length ?
	    'أكثرها ' + named[0][0].slice(0, 40) : 'لم يُذكر مصدر');
	if (C.marked)
		add('مكرّر', make('bdi', { dir: 'ltr' },
		    percent(C.repeats, C.marked)),
		    make('span', {}, link(number(C.repeats), [['again', 1],
		    ['all', C.repeats]], 'مكرّر'), ' من ' +
		    number(C.marked)));
	if (C.tagged)
		add('أعلام', number(C.mentions),
		    number(Math.round(C.mentions / C.tagged)) +
		    ' في المقال وسطا');
	if (C.texts)
		add('طول النص', number(median(C.lengths, C.texts)),
		    'حرفا في المقال الأوسط');
	add('بتاريخ', make('bdi', { dir: 'ltr' }, percent(dated - C.dates[0],
	    C.records)), dated - C.dates[0] === C.records ? 'كلها' :
	    number(C.records - dated + C.dates[0]) + ' بلا تاريخ صحيح');
	$('main').append(s);
}
