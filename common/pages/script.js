/* Shared by the pages of tag-entities(1) and khabar-report(1). */
const $ = id => document.getElementById(id);
const number = n => n.toLocaleString('ar-u-nu-latn');
const PLURALS = new Intl.PluralRules('ar');
const NOUNS = {
	article: { zero: 'لا مقالات', one: 'مقال واحد', two: 'مقالان',
		few: 'مقالات', many: 'مقالا', other: 'مقال' },
	name: { zero: 'لا أسماء', one: 'اسم واحد', two: 'اسمان',
		few: 'أسماء', many: 'اسما', other: 'اسم' },
	repeat: { zero: 'لا مكررات', one: 'مكرّر واحد', two: 'مكرّران',
		few: 'مكررات', many: 'مكررا', other: 'مكرر' },
	/* Behind a preposition. */
	minute: { zero: 'أقل من دقيقة', one: 'دقيقة', two: 'دقيقتين',
		few: 'دقائق', many: 'دقيقة', other: 'دقيقة' },
	hour: { zero: 'أقل من ساعة', one: 'ساعة', two: 'ساعتين', few: 'ساعات',
		many: 'ساعة', other: 'ساعة' },
	day: { zero: 'أقل من يوم', one: 'يوم', two: 'يومين', few: 'أيام',
		many: 'يوما', other: 'يوم' },
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

const DAY = 864e5;
const stamp = d => Date.parse(d + 'T00:00Z');
const iso = t => new Date(t).toISOString().slice(0, 10);

/* Days, [day, count] in order, without the few that lie far off, which would
 * flatten the rest: behind today, unless most are, before 1990, unless a tenth
 * is, and some at the edges. */
function main_days(days, today)
{
	const all = days.reduce((n, d) => n + d[1], 0);
	const edge = all >= 100 ? all / 200 : 0;
	const soon = iso(stamp(today) + 40 * DAY);
	let a = 0, b = days.length - 1, before = 0, behind = 0;
	const [past, future] = [d => d < '1990', d => d > soon].map(far =>
	    days.reduce((n, d) => n + (far(d[0]) ? d[1] : 0), 0));

	if (future <= all / 2)
		while (behind < future)
			behind += days[b--][1];
	if (past <= all / 10)
		while (before < past)
			before += days[a++][1];
	const first = a, last = b;

	while (before + days[a][1] <= edge)
		before += days[a++][1];
	while (behind + days[b][1] <= edge)
		behind += days[b--][1];
	/* What lies near enough is kept. */
	while (a > first && stamp(days[a][0]) - stamp(days[a - 1][0]) < 40 * DAY)
		before -= days[--a][1];
	while (b < last && stamp(days[b + 1][0]) - stamp(days[b][0]) < 40 * DAY)
		behind -= days[++b][1];
	return { days: days.slice(a, b + 1), outside: before + behind };
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
