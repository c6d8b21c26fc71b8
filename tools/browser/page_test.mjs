// page_test.mjs PAGE.html [SCREENSHOT_DIR] : opens a report as a reader would and checks what it shows and does.
// Prints a line a check; exit code 1 if one fails. Needs Chromium (Debian's) and the packages of package.json.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import puppeteer from 'puppeteer-core';

const [file, shots] = process.argv.slice(2);
const axe = fs.readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--allow-file-access-from-files'],
});
let failed = 0;
function check(name, truth, more = '') {
  console.log((truth ? 'ok   ' : 'FAIL ') + name + (truth ? '' : ' ' + more));
  if (!truth) ++failed;
}

const page = await browser.newPage();
const errors = [];
const requests = [];
page.on('pageerror', (error) => errors.push(String(error)));
page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
page.on('dialog', async (dialog) => { errors.push('dialog: ' + dialog.message()); await dialog.dismiss(); });
page.on('request', (request) => { if (!request.url().startsWith('file:')) requests.push(request.url()); });

async function shot(name, fullPage = false) {
  if (!shots) return;
  fs.mkdirSync(shots, {recursive: true});
  await page.screenshot({path: path.join(shots, name + '.png'), fullPage});
}
const rows = () => page.$$eval('#findings tbody tr[id]', (all) => all.length);

await page.setViewport({width: 1280, height: 900});
await page.goto(pathToFileURL(path.resolve(file)).href);
await page.waitForSelector('#findings tbody', {timeout: 60000});
await shot('first');
const total = Number((await page.$eval('h1', (h) => h.textContent)).split(' ')[0].replace(/,/g, ''));
check('the first screen says what was lost and not watched', await page.$eval('#summary', (s) =>
  ['Lost', 'Not watched', 'Rules that could not fire', 'State'].every((word) => s.textContent.includes(word))));
check('a page of findings is shown', await rows() === Math.min(total, 100), String(await rows()));

if (total > 0) {
  await page.click('#findings tbody tr[id] button.open');
  await page.waitForSelector('tr.detail');
  await shot('detail', true);
  const detail = await page.$eval('tr.detail', (row) => row.textContent);
  check('a finding opens with its fields and evidence', detail.includes('Fields') && detail.includes('Evidence'));
  check('a finding shows why it matched', await page.$$eval('tr.detail .condition li.true', (all) => all.length) > 0);
  check('a part that decided is marked', await page.$$eval('tr.detail .decides', (all) => all.length) > 0);
  await page.focus('#findings tbody tr[id] button.open');
  await page.keyboard.press('Enter');
  check('the keyboard closes it', (await page.$$('tr.detail')).length === 0);

  const priority = await page.$('[data-priority]');
  const many = Number((await priority.evaluate((b) => b.textContent)).split(' ')[1].replace(/,/g, ''));
  await priority.click();
  check('a priority filters', await rows() === Math.min(many, 100));
  await priority.click();

  const rule = await page.$eval('#rule option:nth-child(2)', (option) => option.value);
  await page.select('#rule', rule);
  check('a rule filters', await page.$$eval('#findings tbody tr[id]', (all, name) =>
    all.length > 0 && all.every((row) => row.children[3].textContent === name), rule));
  await page.select('#rule', '');
  await page.keyboard.press('/');
  await page.type('#search', 'no-such-word-anywhere');
  check('the search finds nothing where nothing is', await rows() === 0);
  await page.click('.filters button');
  check('cleared filters show all again', await rows() === Math.min(total, 100));

  await page.click('th[data-key="event"] button');
  await page.click('th[data-key="event"] button');
  const numbers = await page.$$eval('#findings tbody tr[id]', (all) => all.map((row) =>
    Number(row.children[5].textContent.replace(/,/g, ''))));
  check('columns sort', numbers.every((n, i) => i === 0 || numbers[i - 1] >= n), numbers.slice(0, 5).join());
  await page.keyboard.press('j');
  check('j goes to a finding', await page.evaluate(() => document.activeElement.classList.contains('open')));
}

const tree = await page.$('#processes summary');
if (tree) {
  await tree.click();
  check('the process tree opens', await page.waitForSelector('#processes .tree li', {timeout: 5000}).then(() => true, () => false));
}
await page.evaluate(axe);
const result = await page.evaluate(() => axe.run({resultTypes: ['violations']}));
const serious = result.violations.filter((v) => ['serious', 'critical'].includes(v.impact));
check('no serious accessibility issue', serious.length === 0, serious.map((v) => v.id + ': ' + v.help + ' ' + v.nodes[0].html).join('\n     '));
await shot('all', true);
await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: 'dark'}]);
await shot('dark');
const dark = await page.evaluate(() => axe.run({runOnly: ['color-contrast']}));
check('enough contrast in the dark', dark.violations.length === 0, dark.violations.map((v) => v.nodes[0].html).join());
check('no script of a capture ran', await page.evaluate(() => window.harmed === undefined && !document.querySelector('main script, main img')));
check('no error and no dialog', errors.length === 0, errors.join('\n     '));
check('no network', requests.length === 0, requests.join());
await browser.close();
process.exit(failed ? 1 : 0);
