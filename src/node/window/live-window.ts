/** What happens in a window. */
export interface WindowEvents {
  /** A key was pressed; named as browsers name keys: `q`, `+`, `ArrowUp`. */
  readonly onKey: (key: string) => void;
}

/** A window of this desktop that shows pictures one after the other. */
export interface LiveWindow {
  /** Whether keys that are pressed in it come here; otherwise only `q` does something, and closes it. */
  readonly hasKeys: boolean;
  /**
   * Show a picture. Resolves when there is room for the next one; a picture that the window has no time for is left out.
   * @param jpeg an encoded picture
   */
  show(jpeg: Uint8Array): Promise<void>;
  /** Resolves when the window is gone: the user closed it, or `close` did. */
  readonly closed: Promise<void>;
  /** Close the window. A second call does nothing. */
  close(): Promise<void>;
}

/** A kind of window can't be opened here. */
export class WindowUnavailableError extends Error {}
