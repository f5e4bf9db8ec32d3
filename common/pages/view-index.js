/* --- The index ----------------------------------------------------------- */
const blocks = [...document.querySelectorAll('script.texts, script.index')];
const texts = []; /* blocks of them: { block, from, to }, of records */
/* Of each record. */
const ids = [], days = [], times = [], sources = [], text_at = [];
/* Of each entity. */
const names = [], keys = [], mentions = [], label_of = [];
const number_of = new Map(); /* entities by their keys */
const labels = new Set(Object.keys(LABELS));
/* The entities of record i stand in cast, from cast_at[i] on. */
const cast_at = [0];
let cast = new Uint32Array(1 << 16);
/* Sources: how they are compared, and called, as was met first. */
const source_keys = [], source_names = [], source_of = new Map();

function bytes_of(base64)
{
	if (Uint8Array.fromBase64)
		return Uint8Array.fromBase64(base64);
	const s = atob(base64), bytes = new Uint8Array(s.length);

	for (let i = 0; i < s.length; i++)
		bytes[i] = s.charCodeAt(i);
	return bytes;
}

/* What is packed in a block, as a string. */
async function unpack(block)
{
	const stream = new DecompressionStream('deflate');
	const writer = stream.writable.getWriter();

	writer.write(bytes_of(block.textContent)).catch(() => {});
	writer.close().catch(() => {});
	return new TextDecoder('windows-1256').decode(await new Response(
	    stream.readable).arrayBuffer());
}

/* The number of an entity; those without an id are told by their names, as
 * written, so that few have to be folded, and as compared. */
function entity(label, id, name, count)
{
	const written = id || label + ':' + name;
	let i = number_of.get(written);

	if (i === undefined) {
		const key = id || label + ':' + fold_text(name).trim();

		i = number_of.get(key) ?? new_entity(key, label, name);
		number_of.set(written, i);
	}
	mentions[i] += count;
	return i;
}

function new_entity(key, label, name)
{
	const i = names.push(name) - 1;

	number_of.set(key, i);
	keys.push(key);
	label_of.push(label);
	mentions.push(0);
	labels.add(label);
	return i;
}

function source(name)
{
	const key = fold_text(name).trim();
	let i = source_of.get(key);

	if (i === undefined) {
		i = source_names.push(name) - 1;
		source_keys.push(key);
		source_of.set(key, i);
	}
	return i;
}

function day(date)
{
	const m = /^\d{4}(-\d\d)?(-\d\d)?/.exec(date);
	const t = m || !date ? NaN : Date.parse(date);

	if (m)
		return (m[0] + (m[1] ? '-01' : '-01-01')).slice(0, 10);
	return isNaN(t) ? '' : new Date(t).toISOString().slice(0, 10);
}

/* Milliseconds, where a date says no zone as if it were UTC. */
function time(date)
{
	const m = /^\d{4}(?:-\d\d(?:-\d\d)?)?$/.test(date);

	return Date.parse(m || /(?:Z|[+-]\d\d:?\d\d)$/.test(date) ? date :
	    date + 'Z');
}

function add_row([id, date, from, dup, like, all], to)
{
	const i = ids.push(id) - 1, n = cast_at[i];

	days.push(day(text_of(date)));
	times.push(date ? time(date) : NaN);
	sources.push(source(text_of(from)));
	if (cast.length < n + all.length) {
		const more = new Uint32Array(2 * (n + all.length));

		more.set(cast);
		cast = more;
	}
	all.forEach((e, k) => { cast[n + k] = to[e]; });
	cast_at.push(n + all.length);
	if (dup || like)
		links.push([i, dup, like]);
}

async function read_index(block)
{
	const { rows, names: all, counts } = JSON.parse(await unpack(block));
	const to = all.map((n, i) => entity(...n, counts[i]));

	rows.forEach(row => add_row(row, to));
}

/* The lines of a block of texts; the last ones are kept. */
const KEPT = 16, kept = new Map();

function lines_of(b)
{
	const lines = kept.get(b) || unpack(texts[b].block).then(
	    s => s.split('\n'));

	kept.delete(b);
	kept.set(b, lines);
	if (kept.size > KEPT)
		kept.delete(kept.keys().next().value);
	return lines;
}

async function record(i)
{
	const b = text_at[i], r = JSON.parse((await lines_of(b))[i -
	    texts[b].from]);

	for (const f of r.fields)
		f.e = mentions_of(f.e, cast_at[i]);
	return r;
}

/* [start, end, entity, title] of each mention. */
function mentions_of(e, from)
{
	const all = [];
	let at = 0, k = 0;

	while (k < e.length) {
		const start = at += e[k], m = [start, start + e[k + 1],
			cast[from + e[k + 2]], ''];

		k += 3;
		if (typeof e[k] === 'string')
			m[3] = e[k++];
		all.push(m);
	}
	return all;
}
