/* --- Sources and repeats ------------------------------------------------- */
const repeats = r => r[3] + r[4] + r[5] + r[6];

function sources()
{
	const named = C.sources.filter(r => r[0]);
	const none = C.sources.find(r => !r[0]);

	section(C.repeats ? 's8' : '', 'المصادر', (C.marked ?
	    'مقالات كل مصدر؛ والمخطّط منها مكرّر، ونسبته بعد العدد' :
	    'مقالات كل مصدر؛ ولم تُعلَّم المكررات (dedupe --mark)') +
	    (none ? '؛ و' + number(none[1]) + ' بلا مصدر' : ''),
	    rows(named.slice(0, 20).map(r => ({ name: r[0], parts:
	    [[r[1] - repeats(r), ''], [repeats(r), '', 'part']], n: about(r),
	    more: C.marked && ' · ' + percent(repeats(r), r[1]),
	    title: r[0] + ': ' + KINDS.map((k, i) => k + ' ' +
		number(r[3 + i])).join('، '), query: of_row(r) })),
	    named.length ? named[0][1] : 1));
	if (C.repeats)
		section('s4', 'أنواع التكرار', number(C.repeats) + ' مكررا',
		    rows(KINDS.map((k, i) => ({ name: k, parts: [[C.kinds[i],
		    '', 'part']], n: number(C.kinds[i]) })),
		    Math.max(...C.kinds)));
	copies();
	beside(top_list('أكثر الأخبار تكرارا', 'بعدد المكررات من كل خبر',
	    C.stories, 12, '', 'part'), top_list('عناوين تتكرر',
	    'في سجلات ليست مكررة: قد تكون أسماء مواقع أو أبواب',
	    C.titles, 12));
	beside(top_list('المواقع', code('sitename'), C.sitename, 12),
	    top_list('المنسوب إليهم', code('credit'), C.credit, 12),
	    top_list('الوكالات', code('agency'), C.agency, 12));
}

/* --- Who prints after whom ----------------------------------------------- */
/* A delay in few letters. */
function lag([, , , , timed, minutes, dated, days])
{
	if (timed)
		return minutes < 90 ? number(minutes) + ' د' : minutes < 2880 ?
		    number(Math.round(minutes / 60)) + ' س' :
		    number(Math.round(minutes / 1440)) + ' ي';
	return !dated ? '' : days ? number(days) + ' ي' : 'يومه';
}

function copy_cell(c, most)
{
	const names = copy_words(c);
	const own = c[0] === c[1], n = (c[3] ? '≈' : '') + number(c[2]);
	const td = shaded(own ? 0 : c[2], most, link(n, [['n',
		number_of.get(c)], ['all', c[2]]], names),
	    make('small', {}, lag(c)));

	td.title = names;
	if (own)
		td.className = 'sum';
	return td;
}

function copies()
{
	const SOURCES = 10, use = new Map(), cells = new Map();
	const other = C.copies.filter(c => c[0] !== c[1]);
	const sum = some => some.reduce((n, c) => n + c[2], 0);

	if (!other.length)
		return;
	for (const c of C.copies) {
		for (const s of c.slice(0, 2))
			use.set(s, (use.get(s) || 0) + (c[0] === c[1] ? 0 :
			    c[2]));
		cells.set(JSON.stringify(c.slice(0, 2)), c);
	}
	const names = [...use].sort((a, b) => b[1] - a[1]).slice(0, SOURCES)
	    .map(u => u[0]);
	const most = Math.max(...other.map(c => c[2])), body = make('tbody');

	names.forEach((a, i) => body.append(make('tr', {}, make('th', {
		scope: 'row', title: source_name(a) }, make('b', {},
		number(i + 1)), make('bdi', {}, source_name(a))),
	    ...names.map(b => {
		const c = cells.get(JSON.stringify([a, b]));

		return c ? copy_cell(c, most) : make('td');
	    }), make('td', { className: 'sum' }, number(sum(other.filter(c =>
	    c[0] === a)))))));
	const title = 'من نشر بعد من', all = sum(C.copies);

	section('', title, 'مكررات كل صف مما نشره العمود قبله، وتحتها وسيط ' +
	    'التأخر (د: دقيقة، س: ساعة، ي: يوم، يومه: في اليوم نفسه)' +
	    (use.size > SOURCES ? '؛ هنا أكثر ' + number(SOURCES) +
	    ' مصادر' : '') + (C.repeats > all ? '؛ و' + number(C.repeats -
	    all) + ' مكررا ليس بينها، أو لم يُعرف أصله' : ''),
	    scrolled(title, make('table', { className: 'grid copies' },
	    head('', [...names, null], s => s === null ? [make('span', {
		title: 'كل ما نشره بعد غيره' }, 'الجملة')] : [make('b', {}, number(names.indexOf(s) + 1)),
		make('bdi', { title: source_name(s) }, source_name(s))]),
	    body)));
}
