/* --- From mention to mention --------------------------------------------- */
async function step(by)
{
	let all = [...document.querySelectorAll('#found .m.on')];
	const i = all.indexOf(at) + by;

	while (i >= all.length && shown < found.length) {
		await more();
		all = [...document.querySelectorAll('#found .m.on')];
	}
	if (at)
		at.classList.remove('at');
	at = all[Math.max(0, Math.min(i, all.length - 1))];
	if (!at)
		return;
	at.classList.add('at');
	at.scrollIntoView({ block: 'center' });
	at.focus({ preventScroll: true });
}

function tell(a)
{
	const e = a.dataset.e, box = a.getClientRects()[0];
	const label = (LABELS[label_of[e]] || ['', '', label_of[e]])[2];
	const more = [make('b', {}, make('bdi', {}, names[e])),
		label + (a.dataset.title ? '، ' + a.dataset.title : ''),
		make('br'), counted(mentions[e], 'time')];

	if (!keys[e].startsWith(label_of[e] + ':'))
		more.push(make('br'), make('bdi', {}, keys[e]));
	tip(box, ...more);
	a.setAttribute('aria-describedby', 'tip');
}

function listen()
{
	const hide = () => { $('tip').hidden = true; };

	for (const [on, off] of [['mouseover', 'mouseout'],
	    ['focusin', 'focusout']]) {
		$('found').addEventListener(on, e => {
			const a = e.target.closest('.m');

			if (a)
				tell(a);
		});
		$('found').addEventListener(off, hide);
	}
	$('found').addEventListener('click', e => {
		const a = e.target.closest('a.m, a.jump');

		if (!a || e.ctrlKey || e.metaKey || e.shiftKey)
			return;
		e.preventDefault();
		hide();
		if (a.dataset.e)
			go({ e: toggled(state.e, +a.dataset.e) });
		else {
			history.pushState(null, '', a.hash);
			update();
		}
	});
	document.addEventListener('keydown', e => {
		if (e.key === 'Escape')
			hide();
		if (e.key === '/' && !/INPUT|SELECT/.test(e.target.tagName)) {
			e.preventDefault();
			$('words').focus();
		}
	});
	$('find').oninput = list_entities;
	for (const type of ['change', 'search'])
		$('words').addEventListener(type, e =>
		    go({ q: e.target.value.trim() }));
	$('source').onchange = e => go({ s: e.target.value });
	for (const id of ['from', 'to', 'sort'])
		$(id).onchange = e => go({ [id]: e.target.value });
	$('prev').onclick = () => step(-1);
	$('next').onclick = () => step(1);
	addEventListener('popstate', update);
	new IntersectionObserver(some => some.some(s => s.isIntersecting) &&
	    more(), { rootMargin: AHEAD + 'px' }).observe($('end'));
}

/* Texts stand in front of the index of them. */
async function read_all()
{
	let to = 0;

	for (let i = 0; i < blocks.length; i++) {
		const block = blocks[i], from = to;

		if (block.className === 'index') {
			await read_index(block);
			$('busy').value = i / blocks.length;
			await pause();
			continue;
		}
		to += +block.dataset.n;
		for (let k = from; k < to; k++)
			text_at.push(texts.length);
		texts.push({ block, from });
	}
	blocks.length = 0;
	read_links();
}

async function start()
{
	start_theme();
	if (marks)
		CSS.highlights.set('found', marks);
	if (matchMedia('(max-width: 56rem)').matches)
		$('side').open = false;
	if (!window.DecompressionStream) {
		$('busy').remove();
		$('count').textContent = 'هذا المتصفح أقدم من أن يفك ضغط ' +
		    'السجلات: يلزم Chrome 80 أو Firefox 113 أو Safari 16.4 ' +
		    'أو ما بعدها.';
		return;
	}
	await read_all();
	$('busy').remove();
	$('sum').textContent = counted(ids.length, 'article') + '، ' +
	    counted(names.length, 'name');
	list_sources();
	listen();
	await update();
	document.documentElement.dataset.ready = 'yes';
}

start();
