/**
 * Hides the page as far as its scripts can tell: they are told so, and shown no frames of a video, which plays on. (A
 * Chromium without a screen shows all its pages.)
 */
export class HideablePage {
  #isHidden = false;

  constructor(element: HTMLVideoElement) {
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (this.#isHidden ? 'hidden' : 'visible'),
    });
    const request = element.requestVideoFrameCallback.bind(element);
    const waiting = new Map<number, VideoFrameRequestCallback>();
    let last = 0;
    element.requestVideoFrameCallback = (callback) => {
      waiting.set(++last, callback);
      return last;
    };
    element.cancelVideoFrameCallback = (id) => {
      waiting.delete(id);
    };
    const present: VideoFrameRequestCallback = (now, metadata) => {
      request(present);
      if (this.#isHidden) return;
      for (const [id, callback] of [...waiting]) if (waiting.delete(id)) callback(now, metadata);
    };
    request(present);
  }

  hide(): void {
    this.#isHidden = true;
    document.dispatchEvent(new Event('visibilitychange'));
  }

  /** Hide it, and tell nobody yet. */
  hideUnnoticed(): void {
    this.#isHidden = true;
  }

  show(): void {
    this.#isHidden = false;
    document.dispatchEvent(new Event('visibilitychange'));
  }

  /** Leave the page as it is. */
  restore(): void {
    this.#isHidden = false;
    Reflect.deleteProperty(document, 'visibilityState');
  }
}
