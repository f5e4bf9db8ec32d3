/*
 * Opens pages in headless Chromium and tells what they did.
 *
 *	node browser.js CHROMIUM PROFILE <jobs
 *
 * Jobs are a JSON array.  Each has url, and may have width and height in CSS
 * pixels, dark, steps (expressions, evaluated one after the other once the page
 * is ready), shot (a file for a picture) and full (of all the page).  Out
 * comes, for each, { said, results }: what should not be (words on the
 * console, exceptions, dialogs, windows, frames, anything fetched), and what
 * the steps gave.
 *
 * It speaks the DevTools protocol through the pipes 3 and 4, so that Node's own
 * modules are enough.
 */
'use strict';
const fs = require('node:fs');
const { spawn } = require('node:child_process');

const AGAIN = 20 /* ms */, PATIENCE = 20000 /* ms */;
const [chromium, profile] = process.argv.slice(2);
const browser = spawn(chromium, ['--headless', '--no-sandbox',
	'--disable-gpu', '--no-first-run', '--disable-background-networking',
	'--disable-component-update', '--disable-sync', '--hide-scrollbars',
	'--disable-quic', '--remote-debugging-pipe', '--user-data-dir=' +
	profile, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe',
	'pipe'] });
const waiting = new Map(), pages = new Map();
let calls = 0, rest = '';

function call(method, params = {}, sessionId)
{
	const id = ++calls;

	browser.stdio[3].write(JSON.stringify({ id, method, params,
		sessionId }) + '\0');
	return new Promise((good, bad) => waiting.set(id, { good, bad,
		method }));
}

/* What a page does: by event, the words for it, or nothing. */
const EVENTS = {
	'Runtime.consoleAPICalled': e => 'console: ' + e.args.map(a =>
	    a.value ?? a.description).join(' '),
	'Runtime.exceptionThrown': e => 'exception: ' +
	    (e.exceptionDetails.exception?.description ??
	    e.exceptionDetails.text),
	'Log.entryAdded': e => e.entry.level + ': ' + e.entry.text,
	/* Pictures of the browser's own controls are data. */
	'Network.requestWillBeSent': (e, page) => !/^data:image\//.test(
	    e.request.url) && e.request.url.split('#')[0] !== page.url &&
	    'request: ' + e.request.url.slice(0, 200),
	'Page.javascriptDialogOpening': e => 'dialog: ' + e.message,
	'Page.windowOpen': e => 'window: ' + e.url,
	'Page.frameAttached': () => 'frame',
	'Page.frameRequestedNavigation': e => 'leaves for ' + e.url,
};

function hear(message)
{
	const one = waiting.get(message.id), page = pages.get(message.sessionId);
	const words = page && EVENTS[message.method]?.(message.params, page);

	if (one && message.error)
		one.bad(new Error(one.method + ': ' + message.error.message));
	else if (one)
		one.good(message.result);
	waiting.delete(message.id);
	if (words)
		page.said.push(words);
	if (message.method === 'Page.javascriptDialogOpening')
		call('Page.handleJavaScriptDialog', { accept: true },
		    message.sessionId);
}

browser.stdio[4].setEncoding('utf8').on('data', text => {
	const messages = (rest + text).split('\0');

	rest = messages.pop();
	messages.forEach(m => hear(JSON.parse(m)));
});

async function evaluate(send, expression)
{
	const r = await send('Runtime.evaluate', { expression,
		awaitPromise: true, returnByValue: true });

	if (r.exceptionDetails)
		throw new Error((r.exceptionDetails.exception?.description ??
		    r.exceptionDetails.text) + '\nin ' + expression
		    .slice(0, 200));
	return r.result.value;
}

async function ready(send)
{
	for (const end = Date.now() + PATIENCE; Date.now() < end;) {
		if (await evaluate(send,
		    "document.documentElement?.dataset.ready === 'yes'"))
			return true;
		await new Promise(go => setTimeout(go, AGAIN));
	}
	return false;
}

async function look(job)
{
	const { targetId } = await call('Target.createTarget', { url:
		'about:blank' });
	const { sessionId } = await call('Target.attachToTarget', { targetId,
		flatten: true });
	const send = (method, params) => call(method, params, sessionId);
	const page = { url: job.url.split('#')[0], said: [] }, results = [];
	const mobile = job.width < 700;

	for (const domain of ['Page', 'Runtime', 'Log', 'Network'])
		await send(domain + '.enable');
	await send('Emulation.setDeviceMetricsOverride', { mobile,
		width: job.width ?? 1280, height: job.height ?? 900,
		deviceScaleFactor: 1 });
	await send('Emulation.setEmulatedMedia', { features: [{ name:
		'prefers-color-scheme', value: job.dark ? 'dark' : 'light' }] });
	pages.set(sessionId, page);
	await send('Page.navigate', { url: job.url });
	if (!await ready(send))
		page.said.push('never ready');
	for (const step of job.steps ?? [])
		results.push(await evaluate(send, step).catch(e => {
			page.said.push('step: ' + e.message);
		}));
	if (job.shot) {
		const { data } = await send('Page.captureScreenshot', {
			captureBeyondViewport: !!job.full });

		fs.writeFileSync(job.shot, Buffer.from(data, 'base64'));
	}
	await call('Target.closeTarget', { targetId });
	pages.delete(sessionId);
	return { said: page.said, results };
}

async function main()
{
	const out = [];

	for (const job of JSON.parse(fs.readFileSync(0)))
		out.push(await look(job));
	/* Half of a surrogate pair is no UTF-8. */
	process.stdout.write(JSON.stringify(out, (_, v) =>
	    typeof v === 'string' ? Buffer.from(v).toString() : v));
	await call('Browser.close');
}

main().catch(e => {
	console.error(e.message);
	browser.kill();
	process.exitCode = 1;
});
