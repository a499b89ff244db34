import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** A file that the page gave. */
export interface Downloaded {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Choose an entry of the export menu, and take the file. */
export async function exportAs(page: Page, entry: string): Promise<Downloaded> {
  const menu = page.locator('.menu summary');
  if (!(await page.locator('.menu').evaluate((details) => (details as HTMLDetailsElement).open)))
    await menu.click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('.menu-item', { hasText: entry }).first().click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}
