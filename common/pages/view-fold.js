const LABELS = { PER: ['per', 'أشخاص', 'شخص'], ORG: ['org', 'جهات', 'جهة'],
	LOC: ['loc', 'أماكن', 'مكان'], MISC: ['misc', 'أخرى', 'اسم آخر'] };
const LISTED = 60, BATCH = 12, SLICE = 40 /* ms of work at a time */;
const AHEAD = 1200; /* pixels below the window that are filled */

const css = label => (LABELS[label] || ['own'])[0];
const pause = () => new Promise(go_on => setTimeout(go_on));
const text_of = v => typeof v === 'string' ? v : '';

/* As common/tables/fold.pl folds; the rows are its Arabic ones. */
const ARABIC = new Map(['ي\u0649\u06cc\u06cd\u06ce\u06d0\u06d2',
	'ه\u0629\u06be\u06c1\u06c3\u06d5', 'ا\u0671\u0672\u0673',
	'ك\u06a9\u06aa\u06ab\u06ad\u06af', 'ب\u067e', 'ج\u0686', 'ز\u0698',
	'ف\u06a4', 'ق\u06a8', 'و\u06c4\u06c5\u06c6\u06c7\u06c8\u06cb',
	'ت\u0679', 'د\u0688', 'ر\u0691\u0695', 'ل\u06b5', 'ن\u06ba'].flatMap(
	([to, ...all]) => all.map(c => [c, to])));

/* Digits stand in tens, from zero. */
function digit(c)
{
	let n = 0;

	while (n < 9 && /\p{Nd}/u.test(String.fromCodePoint(
	    c.codePointAt(0) - n - 1)))
		n++;
	return String(n);
}

const fold = s => s.normalize('NFKD').replace(/[\p{Mn}\p{Me}\p{Cf}\u0640]/gu,
    '').toLowerCase().replace(/[\p{Mn}\p{Me}]/gu, '')
    .replace(/[\u0629\u0649\u0671-\u06d5]/g, c => ARABIC.get(c) || c)
    .replace(/(?![0-9])\p{Nd}/gu, digit)
    .replace(/[\t-\r\x85\p{Z}]+/gu, ' ').trim();

/* The same for long texts: what each UTF-16 unit folds to, once it was met. */
const GONE = 0xffff, SEVERAL = 0xfffe, units = new Uint16Array(0x10000);
const utf16 = new TextDecoder('utf-16le');
let room = new Uint16Array(0x10000);

function meet(c)
{
	const half = c >= 0xd800 && c < 0xe000;
	const s = half ? '' : fold('a' + String.fromCharCode(c) + 'a')
	    .slice(1, -1);

	units[c] = half ? c : s === '' ? GONE : s.length > 1 ? SEVERAL :
	    s.charCodeAt(0);
	return units[c];
}

function fold_text(s)
{
	let n = 0, last = 32;

	if (room.length < s.length)
		room = new Uint16Array(2 * s.length);
	for (let i = 0; i < s.length; i++) {
		const c = s.charCodeAt(i), to = units[c] || meet(c);

		if (to === SEVERAL)
			return fold(s);
		if (to !== GONE && (to !== 32 || last !== 32))
			room[n++] = last = to;
	}
	return utf16.decode(room.subarray(0, n));
}
