/* --- What looks false ---------------------------------------------------- */
function finding(f, i)
{
	const out = make('details', { id: 'f' + i, open: i < 4,
		className: 'finding' +
		(f.warning ? ' quiet' : '') }, make('summary', {},
	    make('span', {}, finding_name(f)),
	    make('code', {}, f.name), make('b', {}, number(f.count))));

	out.append(make('ul', {}, ...f.examples.map(([id, value, unit]) => {
		const url = web_address((by_unit.get(unit) || {}).url);

		return make('li', {}, url ? make('a', { className: 'code n',
			href: url, target: '_blank', rel: 'noopener noreferrer'
			}, id) : make('span', { className: 'code' }, id),
		    make('span', { dir: 'auto' }, value));
	})), make('p', {}, link('كل ما فيه هذا: ' + counted(f.count, 'article'),
	    [['f', f.at], ['all', f.count]], finding_name(f))));
	return out;
}

function findings()
{
	section('s6', 'قيم مريبة', C.findings.length ?
	    'مع أمثلة من كل منها: المعرّف ثم القيمة' :
	    'لا شيء: لا تاريخ ولا عنوان ولا نص يستوقف النظر',
	    ...C.findings.map(finding));
}

function coverage()
{
	section('s6', 'امتلاء الحقول', 'نسبة السجلات التي في الحقل منها قيمة',
	    rows(C.fields.map(([name, n, , filled]) => ({ name, parts:
	    [[filled, share(filled, C.records) < 50 ? 'var(--rest)' : '']],
	    n: percent(filled, C.records), title: number(filled) + ' من ' +
	    number(C.records) + (n < C.records ? '؛ والحقل في ' + number(n) :
	    '') })), C.records, null, 'full'));
}

/* Sections side by side: [title, about, content], those that are there. */
function beside(...all)
{
	const some = all.filter(a => a);

	for (const [title, text, ...content] of some)
		section(some.length > 1 ? 's' + 12 / some.length : '', title,
		    text, ...content);
}

/* A list of names as a section of its own. */
function top_list(title, text, list, n, colour, className)
{
	return list.length > 0 && [title, text, rows(list.slice(0, n).map(r =>
	    ({ name: r[0], parts: [[amount(r), colour, className]], n: about(r),
	    title: r[0] + (r[3] ? ' ' + r[3] : ''), query: of_row(r) })),
	    Math.max(...list.map(amount)))];
}

const code = name => make('code', {}, name);
