import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serveAddress } from '../../src/cli/serve-address.js';
import { ROOT } from '../support/run-cli.js';
import { type AppPage, openAppPage } from './support/app-page.js';

let folder: string;
let app: AppPage | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-models-'));
  await cp(join(ROOT, 'models/expression-4'), folder, { recursive: true });
  const card = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
  await writeFile(join(folder, 'model.json'), JSON.stringify({ ...card, id: 'mine' }));
});

afterEach(async () => {
  await app?.close();
  app = undefined;
});

afterAll(() => rm(folder, { recursive: true }));

/** Open the page as `affect-detect serve` does with these options. */
async function openWith(options: Parameters<typeof serveAddress>[0]): Promise<AppPage['page']> {
  const { search, models } = await serveAddress(options);
  app = await openAppPage({ models });
  await app.page.goto(app.url + search);
  return app.page;
}

describe('the options of affect-detect serve', () => {
  it('reach the page: threshold, labels and threads', async () => {
    const page = await openWith({ threshold: 0.97, labels: 'fer2013', threads: 1 });
    await expect.poll(() => page.getByTestId('backend').innerText(), { timeout: 30_000 }).toBe('WebAssembly');
    expect(await page.getByTestId('backend').getAttribute('title')).toContain('labels fer2013');
    expect(await page.getByRole('slider', { name: 'Threshold' }).inputValue()).toBe('0.97');
    await page.getByRole('radiogroup').waitFor();
    expect(await page.getByRole('radiogroup').innerText()).toContain('Uncertain');
  });

  it('hold for this visit only, unless the user changes them', async () => {
    const page = await openWith({ threshold: 0.9 });
    const threshold = page.getByRole('slider', { name: 'Threshold' });
    expect(await threshold.inputValue()).toBe('0.9');
    await page.goto(app!.url);
    expect(await threshold.inputValue()).toBe('0.4');
    await page.goto(`${app!.url}?threshold=0.9`);
    await threshold.fill('0.8');
    await page.goto(app!.url);
    expect(await threshold.inputValue()).toBe('0.8');
  });

  it('let a model of the user read the faces', async () => {
    const page = await openWith({ model: folder });
    await page.getByRole('radiogroup').waitFor();
    expect(await page.getByRole('radiogroup').innerText()).toMatch(/Face 1\s+Happy/);
    expect(await page.getByTestId('backend').getAttribute('title')).toContain('expressions by mine');
    expect([app!.foreignRequests, app!.problems]).toEqual([[], []]);
  });

  it('that make no sense are said in the page, which then does without', async () => {
    app = await openAppPage();
    await app.page.goto(`${app.url}?threshold=2`);
    await expect
      .poll(() => app!.page.getByRole('alert').innerText())
      .toContain('threshold in the address must be a number from 0 to 1');
    expect(await app.page.getByRole('slider', { name: 'Threshold' }).inputValue()).toBe('0.4');
  });

  it('that name a model which is not there are said in the page', async () => {
    app = await openAppPage();
    await app.page.goto(`${app.url}?model=models%2Fnone%2F`);
    await expect
      .poll(() => app!.page.getByRole('alert').innerText())
      .toMatch(/The models can't be loaded: .*models\/none\/model\.json can't be fetched \(HTTP 404\)/);
  });
});
