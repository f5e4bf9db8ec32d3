/* --- What is asked for: kept in the address, so that "back" works -------- */
const KEPT_IN = ['from', 'to', 's', 'q', 'd', 'sort'];
const NOTHING = { e: new Set(), off: new Set(), from: '', to: '', s: '',
	q: '', d: '', sort: '' };
const state = { ...NOTHING };

function read_state()
{
	const q = new URLSearchParams(location.hash.slice(1));

	state.e = new Set(q.getAll('e').map(k => number_of.get(k))
	    .filter(i => i !== undefined));
	state.off = new Set(q.getAll('off'));
	for (const k of KEPT_IN)
		state[k] = q.get(k) || '';
	for (const k of ['from', 'to'])
		if (!/^\d{4}-\d\d-\d\d$/.test(state[k]))
			state[k] = '';
	state.s = fold_text(state.s).trim();
	if (!Object.hasOwn(ORDERS, state.sort))
		state.sort = '';
}

function address(change)
{
	const s = { ...state, ...change }, q = new URLSearchParams();

	for (const i of s.e)
		q.append('e', keys[i]);
	for (const l of s.off)
		q.append('off', l);
	for (const k of KEPT_IN)
		if (s[k])
			q.set(k, s[k]);
	return '#' + q;
}

function go(change)
{
	const to = address(change);

	if (to === '#')
		history.pushState(null, '', location.pathname + location.search);
	else if (to !== location.hash)
		history.pushState(null, '', to);
	update();
}

function toggled(set, value)
{
	const s = new Set(set);

	if (!s.delete(value))
		s.add(value);
	return s;
}

function matches(i)
{
	const all = cast.subarray(cast_at[i], cast_at[i + 1]);

	if (state.s && source_keys[sources[i]] !== state.s ||
	    state.from && !(days[i] >= state.from) ||
	    state.to && !(days[i] && days[i] <= state.to))
		return false;
	for (const e of state.e)
		if (!all.includes(e))
			return false;
	return !state.off.size || all.some(e => !state.off.has(label_of[e]));
}

/* --- Order --------------------------------------------------------------- */
let ranks = null; /* of sources, by name */

/* Days far ahead are mistakes: behind all others, as what has no date. */
const SOON = Date.now() + 40 * DAY;

function by_time(a, b, sign)
{
	const x = times[a] <= SOON ? sign * times[a] : Infinity;
	const y = times[b] <= SOON ? sign * times[b] : Infinity;

	return x === y ? a - b : x - y;
}

function by_source(a, b)
{
	if (!ranks) {
		const in_order = source_names.map((n, i) => i).sort((x, y) =>
		    !source_names[x] - !source_names[y] || COLLATOR.compare(
		    source_names[x], source_names[y]));

		ranks = [];
		in_order.forEach((i, rank) => { ranks[i] = rank; });
	}
	return ranks[sources[a]] - ranks[sources[b]] || by_time(a, b, -1);
}

const COLLATOR = new Intl.Collator('ar');
const ORDERS = { '': null, new: (a, b) => by_time(a, b, -1),
	old: (a, b) => by_time(a, b, 1), source: by_source };

/* Those of whom all but words in texts is as asked for, in order. */
function candidates()
{
	const one = state.d ? ids.indexOf(state.d) : -1;
	const all = (state.d ? one < 0 ? [] : family(one) : [...ids.keys()])
	    .filter(matches);

	if (state.d)
		return all.sort((a, b) => (b === one) - (a === one) ||
		    by_time(a, b, 1));
	return ORDERS[state.sort] ? all.sort(ORDERS[state.sort]) : all;
}
