// Make the web app's icons from app/public/icon.svg: node scripts/make-icons.mjs. The results are committed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { ROOT } from './setup.mjs';

const FOLDER = join(ROOT, 'app/public');
const svg = readFileSync(join(FOLDER, 'icon.svg'));
/** The icon's own background, for systems that cut icons into their own shapes. */
const BACKGROUND = '#1f2421';

for (const size of [192, 512]) await draw(size).toFile(join(FOLDER, `icon-${size}.png`));
// Of a maskable icon, only the inner circle of 80 % is sure to be seen.
const inner = await draw(410).toBuffer();
await sharp({ create: { width: 512, height: 512, channels: 4, background: BACKGROUND } })
  .composite([{ input: inner }])
  .png({ palette: true })
  .toFile(join(FOLDER, 'icon-maskable-512.png'));

function draw(size) {
  return sharp(svg, { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ palette: true });
}
