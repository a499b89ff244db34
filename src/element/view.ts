import { drawOverlay } from '../core/overlay/draw-overlay.js';
import { labelText } from '../core/overlay/label-text.js';
import { overlayFaces } from '../core/overlay/overlay-face.js';
import type { FrameResult } from '../core/types.js';
import { STYLE } from './style.js';

/** A screen reader is told no more often than one can listen. */
const SPEAK_MS = 2500;

/** What the element shows: the picture, the overlay over it, a line that says what is going on, and a button. */
export class View {
  readonly button = document.createElement('button');
  readonly #root: ShadowRoot;
  readonly #frame = document.createElement('div');
  readonly #canvas = document.createElement('canvas');
  readonly #status = document.createElement('p');
  readonly #spoken = document.createElement('p');
  readonly #resized = new ResizeObserver(() => this.draw());
  #result: FrameResult | null = null;
  #spokenAt = Number.NEGATIVE_INFINITY;

  constructor(root: ShadowRoot) {
    this.#root = root;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.#frame.part.add('frame');
    this.#canvas.part.add('overlay');
    this.#canvas.setAttribute('role', 'img');
    this.#status.part.add('status');
    this.#status.setAttribute('role', 'status');
    this.#spoken.className = 'spoken';
    this.#spoken.setAttribute('aria-live', 'polite');
    this.button.part.add('button');
    this.button.type = 'button';
    this.button.hidden = true;
    root.append(this.#frame, this.#status, this.button, this.#spoken);
    this.#resized.observe(this.#canvas);
    this.setResult(null);
  }

  /** Show a picture or a video in place of what is shown; `null` for nothing. */
  setPicture(picture: HTMLImageElement | HTMLVideoElement | null): void {
    picture?.part.add('picture');
    this.#frame.replaceChildren(...(picture ? [picture, this.#canvas] : []));
  }

  /** Say what is going on, or what went wrong; an empty text says nothing. */
  setStatus(text: string): void {
    this.#status.textContent = text;
  }

  /** Show what was read. */
  setResult(result: FrameResult | null): void {
    this.#result = result;
    this.draw();
    const text = result === null ? '' : describe(result);
    this.#canvas.setAttribute('aria-label', text || 'Nothing has been read yet');
    const now = performance.now();
    if (text === this.#spoken.textContent || now - this.#spokenAt < SPEAK_MS) return;
    this.#spokenAt = now;
    this.#spoken.textContent = text;
  }

  /** Draw what was read over the picture, mirrored if the picture is. */
  draw(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const context = this.#canvas.getContext('2d');
    if (context === null || width === 0) return;
    const ratio = devicePixelRatio;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    if (this.#result === null) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { host } = this.#root;
    const { fontFamily } = getComputedStyle(host);
    const mirrored = host.hasAttribute('mirror');
    const options = { width, height, source: this.#result, mirrored, fontFamily };
    drawOverlay(context, overlayFaces(this.#result), options);
  }
}

/** What was read, in words: `2 faces: Happy 93 %, Uncertain 35 %`. */
function describe(result: FrameResult): string {
  const faces = overlayFaces(result);
  if (faces.length === 0) return 'No face found';
  const readings = faces.map((face) => labelText(face, false)).join(', ');
  return `${faces.length === 1 ? '1 face' : `${faces.length} faces`}: ${readings}`;
}
