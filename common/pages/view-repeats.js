/* --- Repeats ------------------------------------------------------------- */
const links = [];            /* [record, dup, like] */
const stories = new Map();   /* by the id of the first: its records */
const repeat_of = new Map(); /* record: { story, of, kind } */
const likes = new Map();     /* record: [[other record, words], ...] */
const LIKE = { update: ['تحديث لما نشره', 'حدّثه ما نشره'],
	template: ['على قالب ما نشره', 'على قالبه ما نشره'],
	replaces: ['يحلّ محلّ ما نشره', 'حلّ محلّه ما نشره'] };
const KIND = { exact: 'مطابق', normalized: 'مطابق بعد التسوية',
	near: 'متقارب', contained: 'محتوى في غيره' };

function read_links()
{
	const number = new Map();
	const wanted = new Set(links.flatMap(([, dup, like]) =>
	    [dup && dup.cluster, dup && dup.of, like && like.of]));
	const add_like = (i, other, words) => {
		if (!likes.has(i))
			likes.set(i, []);
		likes.get(i).push([other, words]);
	};

	ids.forEach((id, i) => wanted.has(id) && !number.has(id) &&
	    number.set(id, i));
	for (const [i, dup, like] of links) {
		const of = like ? number.get(like.of) : undefined;

		if (dup)
			add_repeat(i, dup, number);
		if (of !== undefined && of !== i && Object.hasOwn(LIKE,
		    like.kind)) {
			add_like(i, of, LIKE[like.kind][0]);
			add_like(of, i, LIKE[like.kind][1]);
		}
	}
	for (const all of stories.values())
		all.sort((a, b) => by_time(a, b, 1));
	links.length = 0;
}

function add_repeat(i, dup, number)
{
	const story = text_of(dup.cluster) || text_of(dup.of);
	const first = number.get(story), of = number.get(dup.of);

	if (!stories.has(story)) {
		stories.set(story, first === undefined ? [] : [first]);
		if (first !== undefined)
			repeat_of.set(first, { story });
	}
	if (first !== i)
		stories.get(story).push(i);
	repeat_of.set(i, { story, of: of === i ? undefined : of,
		kind: text_of(dup.kind), name: text_of(dup.of) });
}

/* A record, the others of its story, what it is like. */
function family(i)
{
	const r = repeat_of.get(i);

	return [...new Set([i, ...(r ? stories.get(r.story) : []),
		...(likes.get(i) || []).map(l => l[0])])];
}
