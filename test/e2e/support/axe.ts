import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong with the page as it is now: one line a violation, with the elements. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Evaluated by the debugger, since the page's policy forbids scripts from elsewhere.
  await page.evaluate(SOURCE);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`,
  );
}

const LOOKS = [
  { colorScheme: 'light', width: 1360, height: 900 },
  { colorScheme: 'dark', width: 1360, height: 900 },
  { colorScheme: 'light', width: 390, height: 844 },
  { colorScheme: 'dark', width: 390, height: 844 },
] as const;

/**
 * What axe-core finds wrong, and what makes the page scroll sideways: in light and dark, on a wide screen and on a phone.
 * @returns a line a violation, with how the page looked; the page is light and wide afterwards
 */
export async function accessibilityProblemsInAllLooks(page: Page): Promise<string[]> {
  const problems: string[] = [];
  for (const { colorScheme, width, height } of LOOKS) {
    // Colours that are still on their way from light to dark have no contrast to speak of.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    const found = await accessibilityProblems(page);
    const needed = await page.evaluate(() => document.documentElement.scrollWidth);
    if (needed > width) found.push(`is ${needed} px wide`);
    problems.push(...found.map((problem) => `${colorScheme}, ${width} px: ${problem}`));
  }
  const [{ colorScheme, width, height }] = LOOKS;
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height });
  return problems;
}
