import { encodeLive } from '../../node/window/encode-live.js';
import type { LiveWindow } from '../../node/window/live-window.js';
import { openWindow } from '../../node/window/open-window.js';
import { createPictureComposer, type PictureComposer } from '../../node/window/picture-composer.js';
import { talk } from '../io.js';
import { TerminalKeys } from '../tui/terminal-keys.js';
import type { LiveReading, LiveView } from './live-view.js';

/**
 * Open a window for the camera's pictures.
 * @throws {WindowUnavailableError} if nothing here can open one
 * @throws {OutputError} if the optional canvas package is not installed
 */
export async function openWindowView(
  size: { readonly width: number; readonly height: number },
  onKey: (key: string) => void,
): Promise<LiveView> {
  const composer = await createPictureComposer();
  const window = await openWindow(size, { onKey });
  return new WindowView(window, composer, onKey);
}

class WindowView implements LiveView {
  readonly closed: Promise<void>;
  readonly #window: LiveWindow;
  readonly #composer: PictureComposer;
  readonly #keys: TerminalKeys | null;
  /** Encoding goes on while the next frame is read. */
  #sending: Promise<void> = Promise.resolve();

  constructor(window: LiveWindow, composer: PictureComposer, onKey: (key: string) => void) {
    this.closed = window.closed;
    this.#window = window;
    this.#composer = composer;
    // A player keeps its keys to itself; then those of the terminal count.
    this.#keys = !window.hasKeys && process.stdin.isTTY ? new TerminalKeys(onKey) : null;
    if (this.#keys)
      talk('affect-detect: q ends it in the window; the other keys are read from this terminal');
  }

  async show(reading: LiveReading): Promise<void> {
    await this.#sending;
    const { frame, result, mirrored, showsBars, showsCourse, course, notice, isRecording } = reading;
    const picture = this.#composer.compose(frame, result, {
      mirrored,
      bars: showsBars,
      course: showsCourse ? course : null,
      notice: notice ?? (isRecording ? 'REC' : null),
    });
    this.#sending = encodeLive(picture).then((jpeg) => this.#window.show(jpeg));
    // The next call or `close` meets the error.
    this.#sending.catch(() => {});
  }

  async close(): Promise<void> {
    this.#keys?.stop();
    await this.#window.close();
    await this.#sending;
  }
}
