/* --- Texts --------------------------------------------------------------- */
function lengths()
{
	const first = C.lengths.findIndex(n => n);
	const last = C.lengths.length - [...C.lengths].reverse()
	    .findIndex(n => n);

	return first >= 0 && ['أطوال النصوص', 'بالحروف',
		rows(C.lengths.slice(first, last).map((n, i) =>
		({ name: number(2 ** (first + i)) + '–' +
		number(2 ** (first + i + 1) - 1), parts: [[n, '']],
		n: number(n) })), Math.max(...C.lengths))];
}

function precision()
{
	const all = [C.records - C.dates.reduce((n, k) => n + k), ...C.dates];

	return ['دقة التواريخ', code('date'), rows(all.map((n, i) =>
	    ({ name: PRECISIONS[i], parts: [[n, i > 1 ? '' : 'var(--rest)']],
	    n: number(n), query: n && [['date', i], ['all', n]] })),
	    Math.max(...all))];
}

/* A code that Intl takes, whatever stands in the record. */
function language(name)
{
	try {
		return new Intl.DisplayNames(['ar'], { type: 'language' })
		    .of(name);
	} catch (e) {
		return name;
	}
}

function texts()
{
	beside(lengths(), top_list('اللغات', code('language'), C.languages.map(
	    row => {
		const told = [language(row[0]), ...row.slice(1)];

		number_of.set(told, number_of.get(row));
		return told;
	    }), 10), precision());
}

start_theme();
start_list();
$('sum').textContent = 'تقرير: ' + counted(C.records, 'article');
state();
cards();
if (C.records) {
	days();
	heat();
	findings();
	coverage();
	sources();
	names();
	timelines();
	together();
	texts();
} else
	$('main').append(make('p', { className: 'empty' }, 'لا سجلات'));
$('foot').append('khabar ' + C.khabar + '. ', 'الأعداد دقيقة ما دامت الأسماء ' +
    'المختلفة في كل قائمة لا تزيد على ' + number(C.counters) +
    '؛ فإن زادت فهي تقريب من فوق، وعلامته ≈، أو أقل ما ثبت، وعلامته ≥.');
document.documentElement.dataset.ready = 'yes';
