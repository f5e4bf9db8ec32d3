/* --- The articles -------------------------------------------------------- */
let found = [], shown = 0, at = null;
let turns = 0; /* how often something was asked for */

/* The text of [from, to) with its mentions: links, unless all is one. */
function marked(field, from, to, plain)
{
	const out = document.createDocumentFragment();
	let p = from;

	for (const [start, end, e, title] of field.e) {
		if (start < from || end > to || state.off.has(label_of[e]))
			continue;
		const a = make(plain ? 'span' : 'a', {
			className: 'm ' + css(label_of[e]) });

		if (!plain)
			a.href = address({ e: new Set([e]) });
		if (state.e.has(e))
			a.classList.add('on');
		a.dataset.e = e;
		if (title)
			a.dataset.title = title;
		a.append(field.text.slice(start, end));
		out.append(field.text.slice(p, start), a);
		p = end;
	}
	out.append(field.text.slice(p, to));
	return out;
}

function paragraphs(field, several)
{
	const out = make('div', { className: 'text' });
	let from = 0;

	if (several)
		out.append(make('h3', {}, field.name));
	for (const p of field.text.split('\n')) {
		if (p.trim())
			out.append(make('p', { dir: 'auto' },
			    marked(field, from, from + p.length)));
		from += p.length + 1;
	}
	return out;
}

/* A record as others speak of it: source and date. */
function called(i)
{
	const out = make('bdi', {}, source_names[sources[i]] || 'بلا مصدر');

	return days[i] ? [out, '، ', make('bdi', {}, date_words(days[i]))] :
	    [out];
}

const jump = i => make('a', { className: 'jump', href: address({ ...NOTHING,
	off: state.off, sort: state.sort, d: ids[i] }) }, ...called(i));

/* How long after b a was printed, in days where one of them tells no more;
 * nothing where that is not known. */
function delay(a, b)
{
	const rough = times[a] % DAY === 0 || times[b] % DAY === 0;
	const t = rough ? stamp(days[a]) - stamp(days[b]) : times[a] - times[b];
	const n = Math.abs(t);

	if (isNaN(t))
		return '';
	if (t === 0)
		return rough ? 'في اليوم نفسه' : 'في الوقت نفسه';
	const words = n < 36e5 ? counted(Math.round(n / 6e4), 'minute') :
	    n < 2 * DAY && !rough ? counted(Math.round(n / 36e5), 'hour') :
	    counted(Math.round(n / DAY), 'day');
	return (t < 0 ? 'قبله ب' : 'بعده ب') + (/^\d/.test(words) ? 'ـ' : '') +
	    words;
}

/* Who printed the story, in order, and whom each repeats. */
function repeats(i)
{
	const own = repeat_of.get(i), all = own ? stories.get(own.story) : [];
	const list = make('ol');

	if (all.length < 2)
		return own ? [make('p', { className: 'story', title: own.name },
		    'مكرّر عن مقال ليس هنا')] : [];
	for (const k of all) {
		const r = repeat_of.get(k);
		const line = make('li', {}, k === i ? make('b', {},
		    ...called(k)) : jump(k));

		if (r.of !== undefined)
			line.append('؛ عن ', make('bdi', {}, source_names[
			    sources[r.of]] || 'بلا مصدر'), ' ', delay(k, r.of),
			    Object.hasOwn(KIND, r.kind) ? ' (' + KIND[r.kind] +
			    ')' : '');
		list.append(line);
	}
	return [make('details', { className: 'story', open: !!state.d },
	    make('summary', {}, ...(all[0] === i ? ['أول من نشر القصة، ثم ' +
	    counted(all.length - 1, 'repeat')] : ['مكرّر: ' + counted(all.length,
	    'article') + ' لقصة واحدة، أول من نشرها ', ...called(all[0])])),
	    list)];
}

function about(r, i)
{
	const out = make('p', { className: 'meta' });
	const add = (value, className) => value &&
	    out.append(make('bdi', { className }, value));
	const source = text_of(r.sitename) || text_of(r.credit) ||
	    text_of(r.source);

	if (text_of(r.date))
		out.append(make('time', { dateTime: days[i], title: r.date },
		    make('bdi', {}, date_words(r.date))));
	add(source, 'src');
	if (text_of(r.agency) !== source)
		add(text_of(r.agency), 'src');
	if (Array.isArray(r.author))
		add(r.author.map(text_of).filter(a => a).join('، '), '');
	for (const w of Array.isArray(r.warnings) ? r.warnings : [])
		if (text_of(w))
			out.append(make('bdi', { className: 'told', title: w },
			    (Object.hasOwn(WARNINGS, w) ? WARNINGS[w] : w)));
	return [out, ...repeats(i), ...(likes.get(i) || []).map(([other,
	    words]) => make('p', { className: 'story' }, words + ' ',
	    jump(other)))];
}

/* The headline; it leads to the article where that stands in the web. */
function headline(r, field)
{
	const url = web_address(text_of(r.url));
	const out = url ? make('a', { className: 'go', href: url,
		target: '_blank', rel: 'noopener noreferrer' }) :
	    document.createDocumentFragment();

	if (field)
		out.append(marked(field, 0, field.text.length, url));
	else
		out.append(text_of(r.title) || 'بلا عنوان');
	return make('h2', { dir: 'auto' }, out);
}

async function article(i)
{
	const r = await record(i);
	const head = r.fields.find(f => f.name === 'title');
	const out = make('article', {}, headline(r, head), ...about(r, i));
	const rest = r.fields.filter(f => f !== head);

	for (const f of rest)
		out.append(paragraphs(f, rest.length > 1));
	out.append(make('p', { className: 'name-of' }, make('bdi', {},
	    'id: ' + r.id)));
	if (!state.e.size && !state.q && rest.some(f => f.text.length > 900)) {
		const more = make('button', { type: 'button',
			className: 'plain', textContent: 'المقال كله' });

		out.classList.add('cut');
		more.onclick = () => {
			out.classList.remove('cut');
			more.remove();
		};
		out.append(more);
	}
	return out;
}

/* The words looked for, marked where they stand in an element, however they
 * are spelled there; browsers that have no highlights show none. */
const marks = CSS.highlights ? new Highlight() : null;

function mark_words(element, words)
{
	const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
	const at = []; /* node and offset of each unit folded */
	let s = '';

	while (walk.nextNode()) {
		const node = walk.currentNode;

		for (let i = 0; i < node.length; i++) {
			const c = node.data[i];
			const to = /\s/.test(c) ? ' ' : fold_text(c);

			for (let k = 0; k < to.length; k++)
				at.push([node, i]);
			s += to;
		}
	}
	for (const w of words)
		for (let i = s.indexOf(w); i >= 0; i = s.indexOf(w, i + w.length)) {
			const r = new Range(), [end, k] = at[i + w.length - 1];

			r.setStart(...at[i]);
			r.setEnd(end, k + 1);
			marks.add(r);
		}
}

/* Show some more of what was found, one call behind the other. */
let filling = Promise.resolve();

async function fill(turn)
{
	const some = document.createDocumentFragment();
	const from = shown, upto = Math.min(shown + BATCH, found.length);

	if (turn !== turns || from === upto)
		return;
	shown = upto;
	for (let i = from; i < upto && turn === turns; i++)
		some.append(await article(found[i]));
	if (turn !== turns)
		return;
	const new_ones = marks && asked ?
	    [...some.querySelectorAll('h2, .text p')] : [];
	$('found').append(some);
	new_ones.forEach(e => mark_words(e, words_of(asked)));
	if ($('end').getBoundingClientRect().top < innerHeight + AHEAD)
		more();
}

function more()
{
	const turn = turns;

	filling = filling.then(() => fill(turn));
	return filling;
}
