// `npm start`: set up, build, and open the web app. Arguments go to `affect-detect serve` (npm start -- --port 8080).
import { build } from './build.mjs';
import { ensureDependencies, run } from './setup.mjs';

ensureDependencies();
build();
run('node', ['dist/cli/main.js', 'serve', ...process.argv.slice(2)]);
