// A page opened from disk in headless Chromium, watched for errors, dialogs and requests, with checks that print a line each.
// Needs Chromium (Debian's) and the packages of package.json.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import puppeteer from 'puppeteer-core';

const axe = fs.readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

export class OpenedPage {
  static async open(file, shots) {
    const opened = new OpenedPage();
    opened.shots = shots;
    opened.browser = await puppeteer.launch({
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync', '--allow-file-access-from-files'],
    });
    opened.failed = 0;
    opened.errors = [];
    opened.requests = [];
    const page = opened.page = await opened.browser.newPage();
    page.on('pageerror', (error) => opened.errors.push(String(error)));
    page.on('console', (message) => { if (message.type() === 'error') opened.errors.push(message.text()); });
    page.on('dialog', async (dialog) => { opened.errors.push('dialog: ' + dialog.message()); await dialog.dismiss(); });
    page.on('request', (request) => { if (!request.url().startsWith('file:')) opened.requests.push(request.url()); });
    await page.setViewport({width: 1280, height: 900});
    await page.goto(pathToFileURL(path.resolve(file)).href);
    return opened;
  }

  check(name, truth, more = '') {
    console.log((truth ? 'ok   ' : 'FAIL ') + name + (truth ? '' : ' ' + more));
    if (!truth) ++this.failed;
  }

  async shot(name, fullPage = false) {
    if (!this.shots) return;
    fs.mkdirSync(this.shots, {recursive: true});
    await this.page.screenshot({path: path.join(this.shots, name + '.png'), fullPage});
  }

  // What every page must keep: readable for everybody, nothing of a capture run, nothing asked of a network.
  async finish() {
    const {page} = this;
    await page.evaluate(axe);
    const result = await page.evaluate(() => axe.run({resultTypes: ['violations']}));
    const serious = result.violations.filter((v) => ['serious', 'critical'].includes(v.impact));
    this.check('no serious accessibility issue', serious.length === 0, serious.map((v) => v.id + ': ' + v.help + ' ' + v.nodes[0].html).join('\n     '));
    await this.shot('all', true);
    await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: 'dark'}]);
    await this.shot('dark');
    const dark = await page.evaluate(() => axe.run({runOnly: ['color-contrast']}));
    this.check('enough contrast in the dark', dark.violations.length === 0, dark.violations.map((v) => v.nodes[0].html).join());
    this.check('no script of a capture ran', await page.evaluate(() => window.harmed === undefined && !document.querySelector('main script, main img')));
    this.check('no error and no dialog', this.errors.length === 0, this.errors.join('\n     '));
    this.check('no network', this.requests.length === 0, this.requests.join());
    await this.browser.close();
    process.exit(this.failed ? 1 : 0);
  }
}
