/* Shared by the pages of tag-entities(1) and khabar-report(1). */
const $ = id => document.getElementById(id);
const number = n => n.toLocaleString('ar-u-nu-latn');
const PLURALS = new Intl.PluralRules('ar');
const NOUNS = {
	article: { zero: 'لا مقالات', one: 'مقال واحد', two: 'مقالان',
		few: 'مقالات', many: 'مقالا', other: 'مقال' },
	name: { zero: 'لا أسماء', one: 'اسم واحد', two: 'اسمان',
		few: 'أسماء', many: 'اسما', other: 'اسم' },
	time: { zero: 'لم يُذكر', one: 'مرة واحدة', two: 'مرتان',
		few: 'مرات', many: 'مرة', other: 'مرة' },
};

/* n of the noun, as Arabic counts: one and two need no digits. */
function counted(n, noun)
{
	const form = PLURALS.select(n), word = NOUNS[noun][form];

	return ['zero', 'one', 'two'].includes(form) ? word :
	    number(n) + ' ' + word;
}

const WARNINGS = {
	date_ambiguous: 'تاريخ يُقرأ على وجهين',
	weekday_mismatch: 'اسم اليوم لا يوافق التاريخ',
	hijri_converted: 'تاريخ هجري حُوّل',
	date_of_page: 'تاريخ الصفحة لا المقال',
	date_unread: 'تاريخ مطبوع لم يُقرأ',
	date_future: 'تاريخ بعد يوم القراءة',
	mojibake: 'نص فسد ترميزه',
	truncated: 'نص مبتور',
	field_unread: 'حقل لم يُقرأ',
	date_conflict: 'تواريخ لا تتفق',
	visual_order: 'نص كُتب معكوسا',
	page_list: 'صفحة قائمة لا مقال',
	page_live: 'صفحة تغطية مباشرة',
	page_stub: 'أول المقال وحده',
	page_error: 'صفحة خطأ',
	entities_dropped: 'أعلام نص آخر حُذفت',
};

/* Where a url of a record may lead: to the web, with no name or password that
 * looks like another host.  Or nothing. */
function web_address(url)
{
	try {
		const u = new URL(url);

		return /^https?:$/.test(u.protocol) && !u.username &&
		    !u.password ? u.href : '';
	} catch (e) {
		return '';
	}
}

/* A date as people write it, by the clock that it was printed with. */
function date_words(date)
{
	const m = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d))?)?)?/
	    .exec(date);
	const t = new Date(NaN);

	if (!m)
		return date;
	t.setTime(Date.parse(m[1] + '-' + (m[2] || '01') + '-' +
	    (m[3] || '01') + 'T00:00Z'));
	if (isNaN(t))
		return date;
	return t.toLocaleDateString('ar-u-ca-gregory-nu-latn', {
		timeZone: 'UTC', year: 'numeric', month: m[2] && 'long',
		day: m[3] && 'numeric', weekday: m[3] && 'long' }) +
	    (m[4] ? '، الساعة ' + m[4] : '');
}

function make(name, properties, ...children)
{
	const e = Object.assign(document.createElement(name), properties);

	e.append(...children);
	return e;
}

/* Show content beside the box, within the window. */
function tip(box, ...content)
{
	const t = $('tip');

	t.replaceChildren(...content);
	t.hidden = false;
	const w = t.offsetWidth, h = t.offsetHeight;
	const x = Math.max(8, Math.min(box.left, innerWidth - w - 8));
	const y = box.top > h + 12 ? box.top - h - 6 : box.bottom + 6;
	t.style.left = x + scrollX + 'px';
	t.style.top = y + scrollY + 'px';
}

/* Light, dark, or as the browser is set. */
function theme(name)
{
	const names = { '': 'تلقائي', light: 'فاتح', dark: 'داكن' };

	document.documentElement.dataset.theme = name;
	$('theme').textContent = 'المظهر: ' + names[name];
	$('theme').onclick = () => {
		const next = { '': 'dark', dark: 'light', light: '' }[name];

		try {
			localStorage.setItem('khabar-theme', next);
		} catch (e) { /* not kept, then */ }
		theme(next);
	};
}

function start_theme()
{
	try {
		const kept = localStorage.getItem('khabar-theme');

		theme(kept === 'dark' || kept === 'light' ? kept : '');
	} catch (e) {
		theme('');
	}
}
