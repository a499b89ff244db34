import { openBrowserWindow } from './browser-window.js';
import { type LiveWindow, type WindowEvents, WindowUnavailableError } from './live-window.js';
import { openPlayerWindow } from './player-window.js';

/** Whether a window could appear. */
export function hasDisplay(
  platform: NodeJS.Platform = process.platform,
  { DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION }: NodeJS.ProcessEnv = process.env,
): boolean {
  if (platform === 'darwin' || platform === 'win32') return !SSH_CONNECTION;
  return Boolean(DISPLAY || WAYLAND_DISPLAY);
}

/**
 * Open a window for pictures: of a browser, which knows all keys, otherwise of a player.
 * @param size of the pictures, pixels
 * @throws {WindowUnavailableError} if nothing here can open one
 */
export async function openWindow(
  size: { readonly width: number; readonly height: number },
  events: WindowEvents,
): Promise<LiveWindow> {
  try {
    return await openBrowserWindow(size, events);
  } catch (error) {
    if (!(error instanceof WindowUnavailableError)) throw error;
    return openPlayerWindow().catch((cause: WindowUnavailableError) => {
      throw new WindowUnavailableError(`${error.message}, and ${cause.message}`, { cause });
    });
  }
}
