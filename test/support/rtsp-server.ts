import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PYTHON } from './test-programs.js';

const SCRIPT = fileURLToPath(new URL('rtsp-server.py', import.meta.url));

/** GStreamer's RTSP server as a process of its own. */
export interface RtspServer {
  readonly port: number;
  /** Kill it: no goodbye is said to anybody. */
  kill(): Promise<void>;
}

/**
 * Serve a video; see rtsp-server.py for its addresses.
 * @param port 0 for any
 */
export async function serveRtsp(file: string, port = 0): Promise<RtspServer> {
  const server = spawn(PYTHON, [SCRIPT, file, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(server, 'exit');
  for await (const line of createInterface(server.stdout)) {
    return {
      port: Number(line),
      async kill() {
        server.kill('SIGKILL');
        await exited;
      },
    };
  }
  throw new Error('the RTSP server did not start');
}
