// page_test.mjs PAGE.html [SCREENSHOT_DIR] : opens a report as a reader would and checks what it shows and does.
// Prints a line a check; exit code 1 if one fails. Needs Chromium (Debian's) and the packages of package.json.
import process from 'node:process';
import {OpenedPage} from './opened_page.mjs';

const opened = await OpenedPage.open(...process.argv.slice(2));
const {page} = opened;
const check = opened.check.bind(opened);
const shot = opened.shot.bind(opened);
const rows = () => page.$$eval('#findings tbody tr[id]', (all) => all.length);

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
await opened.finish();
