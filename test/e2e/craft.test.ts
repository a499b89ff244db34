import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, openAppPage } from './support/app-page.js';

// What Lighthouse looks at, as far as that can be seen without it and without a network.

/** Smaller answers gain nothing from being compressed, bytes. */
const WORTH_COMPRESSING = 1400;
/** WCAG 2.2, 2.5.8, CSS pixels. */
const LEAST_TARGET = 24;

interface Manifest {
  readonly icons: readonly { readonly sizes: string; readonly purpose?: string }[];
  readonly screenshots: readonly {
    readonly src: string;
    readonly sizes: string;
    readonly form_factor: string;
  }[];
  readonly [field: string]: unknown;
}

interface Answer {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

let app: AppPage;
const answers: Answer[] = [];
const warnings: string[] = [];

beforeAll(async () => {
  app = await openAppPage({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    initScript: () => {
      const shifts: number[] = [];
      Object.assign(globalThis, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    },
  });
  app.page.on('response', async (response) => {
    if (!response.url().startsWith(app.url)) return;
    answers.push({ path: new URL(response.url()).pathname, headers: await response.allHeaders() });
  });
  app.page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  await app.page.goto(app.url);
  await app.page.getByRole('radiogroup').waitFor();
});

afterAll(() => app?.close());

const attribute = (selector: string, name: string) => app.page.locator(selector).first().getAttribute(name);

describe('the document', () => {
  it('says what it is: title, language, description, colours', async () => {
    expect(await app.page.title()).toBe('affect-detect');
    expect(await attribute('html', 'lang')).toBe('en');
    const description = (await attribute('meta[name=description]', 'content'))!;
    expect(description.length).toBeGreaterThan(50);
    expect(description.length).toBeLessThan(160);
    expect(await app.page.locator('meta[name=theme-color]').count()).toBe(2);
    expect(await attribute('meta[name=color-scheme]', 'content')).toBe('light dark');
    expect(await app.page.evaluate(() => document.doctype?.name)).toBe('html');
    expect(await app.page.evaluate(() => document.characterSet)).toBe('UTF-8');
  });

  it('lets a phone show it at its own width, and everybody zoom', async () => {
    const viewport = (await attribute('meta[name=viewport]', 'content'))!;
    expect(viewport).toContain('width=device-width');
    expect(viewport).not.toMatch(/user-scalable|maximum-scale/);
  });

  it('preloads nothing that it then does not use', async () => {
    expect(
      await app.page.locator('link[rel=preload], link[rel=prefetch], link[rel=modulepreload]').count(),
    ).toBe(0);
  });

  it('has a manifest with all that an installed program shows', async () => {
    const href = (await attribute('link[rel=manifest]', 'href'))!;
    const manifest: Manifest = await (await app.page.request.get(new URL(href, app.url).href)).json();
    for (const field of [
      'name',
      'description',
      'lang',
      'id',
      'start_url',
      'scope',
      'background_color',
      'theme_color',
    ]) {
      expect(manifest[field], field).toEqual(expect.any(String));
    }
    expect(manifest.display).toBe('standalone');
    expect(manifest.icons.map(({ sizes, purpose = 'any' }) => `${sizes} ${purpose}`)).toEqual(
      expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']),
    );
    expect(manifest.screenshots.map(({ form_factor }) => form_factor).sort()).toEqual(['narrow', 'wide']);
    for (const { src, sizes } of manifest.screenshots) {
      const picture = await app.page.request.get(new URL(src, app.url).href);
      const { width, height } = await sharp(await picture.body()).metadata();
      expect(`${width}x${height}`).toBe(sizes);
    }
    expect(await attribute('link[rel=apple-touch-icon]', 'href')).toBe('./icon-192.png');
  });
});

describe('what the server sends', () => {
  it('is isolated from other hosts, and lets no text become code', () => {
    expect(answers.length).toBeGreaterThan(8);
    for (const { path, headers } of answers) {
      expect(headers['content-security-policy'], path).not.toMatch(
        /'unsafe-eval'|'unsafe-inline'|https?:|\*/,
      );
      expect(headers['content-security-policy'], path).toContain("default-src 'none'");
      expect(headers['cross-origin-opener-policy'], path).toBe('same-origin');
      expect(headers['cross-origin-embedder-policy'], path).toBe('require-corp');
      expect(headers['x-content-type-options'], path).toBe('nosniff');
    }
  });

  it('is compressed where that helps', () => {
    const packed = answers.filter(({ headers }) => /text|json|svg|wasm/.test(headers['content-type']));
    expect(packed.some(({ path }) => path.endsWith('.js'))).toBe(true);
    for (const { path, headers } of packed) {
      if (Number(headers['content-length']) > WORTH_COMPRESSING || headers['content-encoding'])
        expect(headers['content-encoding'], path).toBe('br');
    }
  });

  it('is kept by the browser for good where the name changes with the content, and else asked for again', () => {
    for (const { path, headers } of answers) {
      const isNamedByContent = path.startsWith('/assets/');
      expect(headers['cache-control'], path).toBe(
        isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    }
  });

  it('comes from no other host, and makes the browser complain of nothing', () => {
    expect([app.foreignRequests, app.problems, warnings]).toEqual([[], [], []]);
  });
});

describe('the page on a phone', () => {
  it('moves nothing under the finger while it loads', async () => {
    const shift = await app.page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts);
    expect(shift.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.1);
  });

  it('has nothing to touch that is too small', async () => {
    await app.page.getByRole('button', { name: 'Clip, 30 s' }).click();
    await app.page.getByRole('application', { name: 'Time course' }).waitFor();
    const small = await app.page.evaluate((least) => {
      const targets = document.querySelectorAll('button, a, input, select, summary, label:has(input)');
      return [...targets].flatMap((element) => {
        // A box within a label is hit where the label is; what is hidden is not hit at all.
        if (element.matches('label *, [hidden]') || !element.checkVisibility()) return [];
        const { width, height } = element.getBoundingClientRect();
        return Math.min(width, height) < least
          ? [`${element.outerHTML.slice(0, 80)}: ${width} x ${height}`]
          : [];
      });
    }, LEAST_TARGET);
    expect(small).toEqual([]);
  });

  it('has no text that is too small to read', async () => {
    const small = await app.page.evaluate(() => {
      return [...document.querySelectorAll('body *')].flatMap((element) => {
        const hasText = [...element.childNodes].some(
          (node) => node.nodeType === 3 && node.textContent?.trim(),
        );
        const size = Number.parseFloat(getComputedStyle(element).fontSize);
        return hasText && element.checkVisibility() && size < 11 ? [`${element.textContent}: ${size}`] : [];
      });
    });
    expect(small).toEqual([]);
  });
});

describe('installing', () => {
  it('can be done by a button of the page where the browser offers it, once', async () => {
    const { page } = app;
    const button = page.getByRole('button', { name: 'Install' });
    expect(await button.count()).toBe(0);
    // Chromium makes no offer in private windows, which tests are.
    await page.evaluate(() => {
      const offer = new Event('beforeinstallprompt', { cancelable: true });
      Object.assign(offer, { prompt: () => document.body.setAttribute('data-asked', 'yes') });
      window.dispatchEvent(offer);
      document.body.setAttribute('data-kept', String(offer.defaultPrevented));
    });
    await button.click();
    expect(await attribute('body', 'data-asked')).toBe('yes');
    expect(await attribute('body', 'data-kept')).toBe('true');
    await button.waitFor({ state: 'detached' });
  });
});
