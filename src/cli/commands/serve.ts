import { once } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import open from 'open';
import pc from 'picocolors';
import { DEFAULT_PORT, isLoopback, listen } from '../../server/index.js';
import { talk } from '../io.js';

interface ServeCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly open: boolean;
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
    .action(runServe);
}

async function runServe({ port, host, open: wantsBrowser }: ServeCommandOptions): Promise<void> {
  const server = await listen({ port, host });
  if (!isLoopback(host)) {
    talk(
      pc.yellow(
        `affect-detect: other machines can open this page. Away from localhost, browsers load models and cameras only over https.`,
      ),
    );
  }
  talk(`affect-detect: ${pc.bold(server.url)} (Ctrl-C ends it)`);
  if (wantsBrowser && hasBrowser()) await openBrowser(server.url);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.close();
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
