import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ensureDebianPackages } from './debian-packages.js';

/** Debian's, which finds Debian's GStreamer; another one that is first on the PATH doesn't. */
const PYTHON = '/usr/bin/python3';
const SCRIPT = fileURLToPath(new URL('rtsp-server.py', import.meta.url));
const IMPORT = 'import gi; gi.require_version("GstRtspServer", "1.0")';

/** GStreamer's RTSP server as a process of its own. */
export interface RtspServer {
  readonly port: number;
  /** Kill it: no goodbye is said to anybody. */
  kill(): Promise<void>;
}

/** Whether an RTSP server can be started here; installs what is missing where that may be done. */
export function canServeRtsp(): boolean {
  const isInstalled = () => spawnSync(PYTHON, ['-c', IMPORT]).status === 0;
  return ensureDebianPackages(isInstalled, ['python3-gi', 'gir1.2-gst-rtsp-server-1.0']);
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
