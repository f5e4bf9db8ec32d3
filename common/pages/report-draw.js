const C = JSON.parse(document.getElementById('counts').textContent);
const share = (n, all) => all ? 100 * n / all : 0;
const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9',
	'#d55e00', '#b8a800'];
const KINDS = ['مطابق', 'مطابق بعد التسوية', 'متقارب', 'محتوى في غيره'];
const PRECISIONS = ['بلا تاريخ', 'غير صحيح', 'سنة', 'شهر', 'يوم',
	'يوم وساعة'];
const FINDINGS = {
	date_invalid: 'تواريخ ليست على صيغة ISO 8601',
	date_future: 'تواريخ لم تأت بعد',
	date_old: 'تواريخ قبل سنة 1990',
	modified_before: 'عُدّلت قبل أن تُنشر',
	title_long: 'عناوين أطول من 200 حرف',
	title_furniture: 'عناوين فيها كلام من هيكل الصفحة',
	credit_long: 'مصادر أطول من 60 حرفا',
	credit_furniture: 'مصادر فيها كلام من هيكل الصفحة',
	author_long: 'أسماء كتّاب أطول من 60 حرفا',
	text_missing: 'سجلات بلا نص',
	text_short: 'نصوص أقصر من 100 حرف',
	entity_long: 'أسماء أعلام أطول من 60 حرفا',
	other: 'غير ذلك',
};

function draw(name, attributes, ...children)
{
	const e = document.createElementNS('http://www.w3.org/2000/svg', name);

	for (const k in attributes)
		e.setAttribute(k, attributes[k]);
	e.append(...children);
	return e;
}

function percent(n, all)
{
	const p = share(n, all);

	return (p > 0 && p < 1 ? '<1' : p > 99 && p < 100 ? '>99' :
	    Math.round(p)) + '%';
}

function section(size, title, about, ...content)
{
	const h = make('h2', { id: 'h' + $('main').children.length }, title);
	const s = make('section', { className: size }, h);

	s.setAttribute('aria-labelledby', h.id);
	if (about)
		s.append(make('p', {}, about));
	s.append(...content);
	$('main').append(s);
	return s;
}

/* What a row counts, and how it is told; where there were more names than
 * counters it is near, or if that says little, what is sure of it. */
const is_unsure = row => row[2] > row[1] / 2;
const amount = row => is_unsure(row) ? row[1] - row[2] : row[1];
const about = row => (is_unsure(row) ? '≥' : row[2] ? '≈' : '') +
    number(amount(row));

function bar(parts, all)
{
	const t = make('div', { className: 'track' });

	for (const [n, colour, className] of parts) {
		const i = make('i', { className: className || '' });

		i.style.width = 100 * n / all + '%';
		if (colour)
			i.style.setProperty('--c', colour);
		if (n)
			t.append(i);
	}
	return t;
}
