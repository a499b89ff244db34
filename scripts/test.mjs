// `npm test`: set up, build, and run every check. Arguments go to vitest (npm test -- src/core).
import { build } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureDependencies, run } from './setup.mjs';

ensureDependencies();
const env = { CHROME_PATH: ensureChromium() };
build();
run('typescript', ['-b']);
run('@biomejs/biome', ['check', '--error-on-warnings', '.']);
run('knip', []);
run('vitest', ['run', ...process.argv.slice(2)], { env });
