/* --- Words in texts ------------------------------------------------------ */
let asked = '', hits = null; /* by record: 0 not looked at, 1 no, 2 yes */

/* What a record must hold, all of it: words, and phrases in quotes. */
const words_of = q => (fold_text(q).match(/"[^"]*"|[^\s"]+/g) || [])
    .map(w => w.replace(/"/g, '').trim()).filter(w => w);

function holds(line, words)
{
	const r = JSON.parse(line);
	const text = fold_text([text_of(r.title), ...r.fields.map(f => f.text)]
	    .join('\n'));

	return words.every(w => text.includes(w));
}

/* Look into the texts of a block that were not yet looked into. */
async function search_block(b, some, words)
{
	if (!some.some(i => !hits[i]))
		return;
	const lines = kept.has(b) ? await lines_of(b) : (await unpack(
	    texts[b].block)).split('\n');
	for (const i of some)
		hits[i] = hits[i] || 1 + holds(lines[i - texts[b].from], words);
}

/* Look for what is asked in all of them, block by block; what is found shows
 * at once where it stands in that order.  Another question ends it. */
async function search(all)
{
	const turn = turns, words = words_of(asked), by = new Map();
	let last = performance.now(), done = 0, n = 0;

	for (const i of all) {
		if (!by.has(text_at[i]))
			by.set(text_at[i], []);
		by.get(text_at[i]).push(i);
	}
	for (const [b, some] of by) {
		await search_block(b, some, words);
		if (turn !== turns)
			return;
		done += some.length;
		const more_of = some.filter(i => hits[i] === 2);
		n += more_of.length;
		if (!state.sort && !state.d)
			found.push(...more_of);
		if (performance.now() - last < SLICE)
			continue;
		$('count').textContent = 'يُبحث… ' + Math.floor(100 * done /
		    all.length) + '%، ' + counted(n, 'article');
		if (shown < BATCH)
			more();
		await pause();
		if (turn !== turns)
			return;
		last = performance.now();
	}
	const hit = all.filter(i => hits[i] === 2);
	if (state.sort || state.d)
		return show(hit);
	found = hit;
	return tell_found();
}
