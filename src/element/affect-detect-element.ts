import {
  type AffectDetector,
  type BrowserStreamOptions,
  type DetectorStream,
  openCamera,
  openVideo,
  type VideoSource,
} from '../browser/index.js';
import { DEFAULT_THRESHOLD } from '../core/expression/threshold.js';
import { SteadyLabels } from '../core/smoothing/steady-labels.js';
import { DEFAULT_SMOOTHING } from '../core/smoothing/temporal-smoother.js';
import type { FrameResult } from '../core/types.js';
import { DetectorPool } from './detector-pool.js';
import { View } from './view.js';

const VIDEO_URL = /\.(mp4|m4v|mov|webm|mkv|ogv)([?#]|$)/i;
const pool = new DetectorPool();

/**
 * `<affect-detect>`: shows a picture, a video or the camera, with what is read from every face drawn over it.
 *
 * Attributes: `src`, address of a picture or a video, which is read at once; `camera`, maybe with a device's id, which
 * waits for {@link start} or its button; `threshold` (default 0.40), `smoothing` in seconds (default 0.3), `labels`
 * (`fer2013` or `ferplus`), and `mirror`, which shows the picture as in a mirror. All may be changed at any time.
 *
 * Events: `result`, a CustomEvent whose `detail` is the {@link FrameResult} of a picture or frame; `error`, an
 * ErrorEvent whose `error` says what went wrong.
 *
 * Parts: `frame`, `picture`, `overlay`, `status`, `button`. Custom properties: `--affect-detect-background`, `-color`,
 * `-accent`, `-on-accent`, `-radius` and `-font`.
 */
export class AffectDetectElement extends HTMLElement {
  static readonly observedAttributes = ['src', 'camera', 'threshold', 'smoothing', 'labels', 'mirror'];

  readonly #view: View;
  /** Whether it has begun: before, and once it was taken away, a change of an attribute starts nothing. */
  #isActive = false;
  #run: AbortController | null = null;
  #stream: DetectorStream | null = null;
  /** The last still picture, to be read again by other settings. */
  #still: Blob | null = null;

  constructor() {
    super();
    this.#view = new View(this.attachShadow({ mode: 'open' }));
    this.#view.button.addEventListener('click', () => {
      if (this.isRunning) this.stop();
      else this.start();
    });
  }

  /** Whether a source is open. */
  get isRunning(): boolean {
    return this.#run !== null;
  }

  /** Probability from which an expression is named. */
  get threshold(): number {
    return this.#number('threshold', DEFAULT_THRESHOLD, 1);
  }

  set threshold(value: number) {
    this.setAttribute('threshold', String(value));
  }

  /** Time constant of the smoothing, seconds. */
  get smoothing(): number {
    return this.#number('smoothing', DEFAULT_SMOOTHING, Number.POSITIVE_INFINITY);
  }

  set smoothing(value: number) {
    this.setAttribute('smoothing', String(value));
  }

  connectedCallback(): void {
    this.#isActive = true;
    this.#showButton();
    if (this.hasAttribute('src')) this.start();
  }

  disconnectedCallback(): void {
    this.#isActive = false;
    this.stop();
  }

  attributeChangedCallback(name: string): void {
    // An element that was parsed before it was defined is told of each attribute first, connected as it is.
    if (!this.#isActive) return;
    if (name === 'mirror') this.#view.draw();
    else if (name === 'threshold' || name === 'smoothing') this.#adjust();
    else if (name === 'src' || name === 'camera' || name === 'labels') {
      const wasRunning = this.isRunning;
      this.stop();
      if (this.hasAttribute('src') || (wasRunning && name === 'labels')) this.start();
    }
  }

  /** Open the source and read it until it ends or is stopped; what goes wrong comes as an `error` event. */
  async start(): Promise<void> {
    this.stop();
    const run = new AbortController();
    this.#run = run;
    this.#showButton();
    const labels = this.getAttribute('labels') ?? undefined;
    this.#view.setStatus('Loading the models…');
    const { detector, release } = pool.acquire(labels);
    run.signal.addEventListener('abort', release, { once: true });
    try {
      await this.#read(detector, run.signal);
    } catch (error) {
      if (run.signal.aborted) return;
      this.stop();
      this.#fail(error);
    }
  }

  /** Close the source; a camera's light goes off. */
  stop(): void {
    this.#run?.abort();
    this.#run = null;
    this.#stream = null;
    this.#still = null;
    this.#view.setPicture(null);
    this.#view.setResult(null);
    this.#view.setStatus('');
    this.#showButton();
  }

  async #read(loading: Promise<AffectDetector>, signal: AbortSignal): Promise<void> {
    const src = this.getAttribute('src');
    if (src !== null) return this.#readSource(src, loading, signal);
    if (!this.hasAttribute('camera')) throw new TypeError('affect-detect needs a src or a camera attribute');
    const camera = await openCamera({ deviceId: this.getAttribute('camera') || undefined });
    camera.stopped.then((reason) => {
      if (reason !== 'lost' || signal.aborted) return;
      this.stop();
      this.#fail(new Error('The camera was unplugged, or another program took it.'));
    });
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') this.stop();
    };
    document.addEventListener('keydown', onKey, { signal });
    await this.#readVideo(camera, loading, signal);
  }

  async #readSource(src: string, loading: Promise<AffectDetector>, signal: AbortSignal): Promise<void> {
    let file: Blob | null = null;
    if (!VIDEO_URL.test(src)) {
      const response = await fetch(src, { signal });
      if (!response.ok) throw new Error(`${src} can't be fetched (HTTP ${response.status})`);
      file = await response.blob();
    }
    if (file === null || file.type.startsWith('video/')) {
      const video = await openVideo(file ?? new URL(src, document.baseURI));
      return this.#readVideo(video, loading, signal);
    }
    const picture = new Image();
    picture.alt = this.getAttribute('aria-label') ?? '';
    picture.src = URL.createObjectURL(file);
    signal.addEventListener('abort', () => URL.revokeObjectURL(picture.src), { once: true });
    this.#view.setPicture(picture);
    const detector = await loading;
    await this.#readStill(detector, file, signal);
  }

  async #readStill(detector: AffectDetector, file: Blob, signal: AbortSignal): Promise<void> {
    // A threshold that is set from now on has the picture read again.
    this.#still = file;
    const result = await detector.detect(file, { threshold: this.threshold });
    if (signal.aborted) return;
    this.#show(result);
  }

  async #readVideo(
    source: VideoSource,
    loading: Promise<AffectDetector>,
    signal: AbortSignal,
  ): Promise<void> {
    const free = () => source.dispose();
    if (signal.aborted) return free();
    signal.addEventListener('abort', free, { once: true });
    this.#view.setPicture(source.element);
    const detector = await loading;
    if (signal.aborted) return;
    await source.element.play();
    const options: BrowserStreamOptions = { threshold: this.threshold, smoothing: this.smoothing };
    const stream = await detector.openStream(options);
    this.#stream = stream;
    // They may have been set meanwhile.
    if (options.threshold !== this.threshold || options.smoothing !== this.smoothing) this.#adjust();
    const labels = new SteadyLabels();
    try {
      for await (const frame of source.frames({ signal })) {
        const result = await stream.detect(frame);
        if (signal.aborted) return;
        this.#show(result, labels.apply(result));
      }
    } finally {
      await stream.close().catch(() => {});
    }
  }

  /** @param shown the result as people see it; by default as it is */
  #show(result: FrameResult, shown = result): void {
    this.#view.setStatus('');
    this.#view.setResult(shown);
    this.dispatchEvent(new CustomEvent('result', { detail: result, bubbles: true, composed: true }));
  }

  #fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#view.setStatus(message);
    this.dispatchEvent(new ErrorEvent('error', { error, message }));
  }

  /** A camera is started by the user; anything else starts by itself. */
  #showButton(): void {
    const { button } = this.#view;
    button.hidden = !this.hasAttribute('camera') || this.hasAttribute('src');
    button.textContent = this.isRunning ? 'Stop camera' : 'Start camera';
  }

  #adjust(): void {
    const { threshold, smoothing } = this;
    this.#stream?.adjust({ threshold, smoothing }).catch(() => {});
    const run = this.#run;
    if (this.#still === null || run === null) return;
    const still = this.#still;
    const labels = this.getAttribute('labels') ?? undefined;
    const { detector, release } = pool.acquire(labels);
    detector
      .then((loaded) => this.#readStill(loaded, still, run.signal))
      .catch((error) => this.#fail(error))
      .finally(release);
  }

  #number(name: string, fallback: number, most: number): number {
    const text = this.getAttribute(name);
    const value = Number(text);
    return text === null || text.trim() === '' || !(value >= 0 && value <= most) ? fallback : value;
  }
}
