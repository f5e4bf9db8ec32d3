/*
 * Uses all that a page offers, as browser.t wants it: shows all articles, opens
 * what can be opened, presses buttons and links (all that hold word, and some
 * of each kind of others), asks for word wherever something can be asked,
 * points at what tells more.  Returns what
 * the document was made of in all these states, as names of elements and of
 * their attributes, and what should not be.
 */
async word => {
	const names = new Set(), wrong = new Set(), pressed = new Set();
	const all = what => [...document.querySelectorAll(what)];
	const rest = () => new Promise(go => setTimeout(go));
	const EACH = 4, kinds = Object.create(null);
	const HARMLESS = new Set(['class', 'title', 'dir', 'hidden']);
	const own = Object.getOwnPropertyNames(Object.prototype).length;
	const here = location.href.split('#')[0] + '#';

	function look()
	{
		for (const e of all('*')) {
			names.add(e.localName);
			for (const { name, value } of e.attributes) {
				if (!HARMLESS.has(name))
					names.add(e.localName + ' ' + name);
				if (name === 'href' && !e.href.startsWith(here) &&
				    !/^https?:\/\/[^@/]*(\/[^@]*)?$/.test(value))
					wrong.add('leads to ' + value);
			}
		}
		for (const name in {})
			wrong.add('all objects have ' + name);
		if (Object.getOwnPropertyNames(Object.prototype).length !== own)
			wrong.add('objects are not what they were');
	}

	async function tell(target, ...types)
	{
		for (const type of types)
			target.dispatchEvent(new Event(type, { bubbles: true }));
		await rest();
		look();
	}

	async function show()
	{
		location.hash = '';
		await rest();
		for (let n = -1; n !== all('article').length;) {
			n = all('article').length;
			scrollTo(0, 1e9);
			await rest();
			await rest();
		}
		look();
	}

	/* Out of the page lead links alone, which are not followed. */
	addEventListener('click', e => {
		const a = e.target.closest?.('a');

		if (a && !a.href.startsWith(here))
			e.preventDefault();
	}, true);
	await show();
	all('details').forEach(d => { d.open = true; });
	for (;;) {
		const kind = e => e.localName + e.className;
		const key = e => kind(e) + e.textContent;
		const some = all('button:not(:disabled), a, summary');
		const next = some.find(e => !pressed.has(key(e)) &&
		    (e.textContent.includes(word) || (kinds[kind(e)] ?? 0) <
		    EACH) && e.checkVisibility());

		if (!next)
			break;
		kinds[kind(next)] = (kinds[kind(next)] ?? 0) + 1;
		pressed.add(key(next));
		next.click();
		await rest();
		look();
		if (location.hash)
			location.hash = '';
		await rest();
	}
	for (const input of all('input')) {
		input.value = input.type === 'date' ? '2024-05-01' : word;
		await tell(input, 'input', 'change', 'search');
		location.hash = '';
		await rest();
	}
	for (const select of all('select'))
		for (let i = 0; i < select.options.length; i++) {
			select.selectedIndex = i;
			await tell(select, 'change');
		}
	for (const key of ['e', 'off', 'from', 'to', 's', 'q', '__proto__']) {
		location.hash = key + '=' + encodeURIComponent(
		    word.toWellFormed());
		await rest();
		look();
	}
	await show();
	for (const e of all('.m, .bin, [title], [data-tip]').filter((e, i) =>
	    i < 40 || e.textContent.includes(word)).slice(0, 80))
		await tell(e, 'mouseover', 'mouseenter', 'focusin');
	return { names: [...names], wrong: [...wrong], pressed: pressed.size };
}
