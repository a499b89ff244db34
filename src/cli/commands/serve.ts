import { once } from 'node:events';
import { Command, InvalidArgumentError, Option } from 'commander';
import open from 'open';
import { DEFAULT_PORT, exportApp, isLoopback, listen } from '../../server/index.js';
import { pc } from '../colors.js';
import { EXIT, ExitError } from '../exit-codes.js';
import { talk } from '../io.js';
import { parseFraction, parsePositiveInteger } from '../options.js';
import { type ServeAddress, type ServeModelOptions, serveAddress } from '../serve-address.js';

interface ServeCommandOptions extends ServeModelOptions {
  readonly port: number;
  readonly host: string;
  readonly open: boolean;
  readonly export?: string;
}

/** `affect-detect serve`: the web app. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the web app on this machine and open it in the browser')
    .option('-p, --port <n>', 'port to listen on; 0 takes any that is free', parsePort, DEFAULT_PORT)
    .option(
      '--host <address>',
      'address to listen on; other machines can reach any but a loopback one',
      '127.0.0.1',
    )
    .option('--no-open', "don't open the browser")
    .option('-t, --threshold <p>', 'name an expression from this probability on, 0 to 1', parseFraction)
    .option('--model <id|path>', 'expression model that the page uses')
    .option('--detector <id|path>', 'face detector that the page uses')
    .option('--labels <set>', 'labels to answer with: fer2013 or ferplus')
    .option('--threads <n>', 'threads for the networks in the page', parsePositiveInteger)
    .addOption(
      new Option('--backend <name>', 'what runs the networks in the page').choices([
        'auto',
        'wasm',
        'webgpu',
      ]),
    )
    .option(
      '--study <file.study.json>',
      'open the page with a study: stimuli in order, while the camera reads',
    )
    .option('--export <folder>', 'write the web app into a folder, for a server of your own, and end')
    .action(runServe);
}

async function runServe({
  port,
  host,
  open: wantsBrowser,
  export: folder,
  ...options
}: ServeCommandOptions): Promise<void> {
  if (folder !== undefined) {
    await exportApp(folder);
    talk(`affect-detect: the web app is in ${folder}`);
    return;
  }
  const { search, models, files } = await addressOf(options);
  const server = await listen({ port, host, models, files });
  const url = server.url + search;
  if (!isLoopback(host)) {
    talk(
      pc.yellow(
        `affect-detect: other machines can open this page. Away from localhost, browsers load models and cameras only over https.`,
      ),
    );
  }
  talk(`affect-detect: ${pc.bold(url)} (Ctrl-C ends it)`);
  if (wantsBrowser && hasBrowser()) await openBrowser(url);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.close();
}

/** @throws {ExitError} if the labels are none of the model's, after saying so */
async function addressOf(options: ServeModelOptions): Promise<ServeAddress> {
  try {
    return await serveAddress(options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    talk(`affect-detect: ${error.message}`);
    throw new ExitError(EXIT.usage);
  }
}

/** Whether a window could appear: without a desktop, `open` would fail or start a browser in the terminal. */
function hasBrowser(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY, CI } = process.env;
  if (CI) return false;
  return ['darwin', 'win32'].includes(process.platform) || Boolean(DISPLAY || WAYLAND_DISPLAY);
}

async function openBrowser(url: string): Promise<void> {
  try {
    const child = await open(url);
    child.on('error', () => talk(`affect-detect: no browser could be opened; open ${url} yourself`));
  } catch {
    talk(`affect-detect: no browser could be opened; open ${url} yourself`);
  }
}

function parsePort(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65535)
    throw new InvalidArgumentError('It must be a whole number up to 65535.');
  return value;
}
