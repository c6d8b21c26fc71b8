// coverage_test.mjs PAGE.html [SCREENSHOT_DIR] : opens the page of `sysreel coverage` as a reader would.
// Prints a line a check; exit code 1 if one fails.
import process from 'node:process';
import {OpenedPage} from './opened_page.mjs';

const opened = await OpenedPage.open(...process.argv.slice(2));
const verdicts = await opened.page.$$eval('tbody tr', (all) => all.map((row) => row.children[0].textContent));
opened.check('a row a rule', verdicts.length > 0);
opened.check('blind rules come first', verdicts.lastIndexOf('blind') < verdicts.findIndex((verdict) => verdict !== 'blind'));
const details = await opened.page.$('details summary');
if (details) await details.click();
opened.check('details open', !details || await opened.page.$eval('details', (element) => element.open));
await opened.shot('coverage', true);
await opened.finish();
