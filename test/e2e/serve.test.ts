import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

type Program = ChildProcessByStdio<null, Readable, Readable>;
const running = new Set<Program>();

afterEach(() => {
  for (const program of running) program.kill('SIGKILL');
  running.clear();
});

/** Start `affect-detect serve`, and collect what it says. */
function serve(...args: string[]): { program: Program; stderr: () => string; stdout: () => string } {
  const program = spawn(process.execPath, [MAIN, 'serve', '--no-open', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  running.add(program);
  const said = { stdout: '', stderr: '' };
  program.stdout.setEncoding('utf8').on('data', (text) => {
    said.stdout += text;
  });
  program.stderr.setEncoding('utf8').on('data', (text) => {
    said.stderr += text;
  });
  return { program, stderr: () => said.stderr, stdout: () => said.stdout };
}

async function urlOf({ stderr }: { stderr: () => string }): Promise<string> {
  await expect.poll(stderr).toContain('http://');
  return /http:\S+/.exec(stderr())![0];
}

describe('affect-detect serve', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'serves the page, says where on stderr, and ends well on %s',
    async (signal) => {
      const served = serve('--port', '0');
      const url = await urlOf(served);
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
      const page = await fetch(url);
      expect(await page.text()).toContain('<title>affect-detect</title>');
      served.program.kill(signal);
      expect(await once(served.program, 'exit')).toEqual([0, null]);
      expect(served.stdout()).toBe('');
    },
  );

  it('says in one line how to go on when the port is in use, and exits with 8', async () => {
    const { port } = new URL(await urlOf(serve('--port', '0')));
    const second = serve('--port', port);
    expect(await once(second.program, 'exit')).toEqual([8, null]);
    expect(second.stderr()).toBe(`affect-detect: port ${port} is in use; choose another one with --port\n`);
  });

  it('refuses a port that is none, and exits with 2', async () => {
    const served = serve('--port', '70000');
    expect(await once(served.program, 'exit')).toEqual([2, null]);
    expect(served.stderr()).toContain('It must be a whole number up to 65535.');
  });

  it('warns when other machines can reach the page', async () => {
    const served = serve('--port', '0', '--host', '0.0.0.0');
    expect(await urlOf(served)).toMatch(/^http:\/\/localhost:\d+\/$/);
    expect(served.stderr()).toContain('other machines can open this page');
  });
});
