import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The longest path that a socket may have on each system, bytes. */
const LONGEST_PATH = 103;

/** Standard input, as the decoding thread reads it. */
export interface ThreadInput {
  /** In FFmpeg's way of naming files. */
  readonly url: string;
  /** End it, even while the program that writes to it gives nothing. */
  close(): void;
}

/**
 * Pass standard input on to a socket for FFmpeg, once. FFmpeg would read standard input itself, but where nothing comes, it
 * then waits in the system, and neither an abort nor the end of this process would reach it there.
 * @returns `null` where that can't be done; then FFmpeg has to read it itself
 */
export async function relayStandardInput(): Promise<ThreadInput | null> {
  // FFmpeg has no sockets with a path there.
  if (process.platform === 'win32') return null;
  const folder = await mkdtemp(join(tmpdir(), 'affect-detect-')).catch(() => null);
  if (folder === null) return null;
  const path = join(folder, 'input');
  let socket: Socket | null = null;
  const server = createServer((connection) => {
    socket = connection;
    closeDoor();
    passOn(connection);
  });
  const closeDoor = () => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    // One that is longer would be cut off and not refused.
    if (Buffer.byteLength(path) > LONGEST_PATH) throw new RangeError('the path is too long for a socket');
    server.listen(path);
    await once(server, 'listening');
  } catch {
    closeDoor();
    return null;
  }
  // While somebody waits for a picture, the decoding thread keeps the process alive.
  server.unref();
  const close = () => {
    process.off('exit', close);
    closeDoor();
    socket?.destroy();
    process.stdin.pause();
  };
  process.once('exit', close);
  return { url: `unix:${path}`, close };
}

function passOn(socket: Socket): void {
  const { stdin } = process;
  const end = () => socket.end();
  // A reader that has enough closes the socket; what cannot be read has ended.
  socket.on('error', () => {}).unref();
  stdin.on('error', end);
  socket.once('close', () => stdin.off('error', end));
  if (stdin.readableEnded || stdin.destroyed) end();
  else stdin.pipe(socket);
  // A file that is standard input has no such thing, and needs none.
  stdin.unref?.();
}
