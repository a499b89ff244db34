import type { Session } from '../recording/session.js';
import { chooseMoment, hoveredTime, limitsOf, lookAt, shownView } from './course-state.js';
import { panView, type TimeView, zoomView } from './time-view.js';

/** How the chart lies on the screen. */
export interface CourseScreen {
  /** The area of the lines, CSS pixels in the window. */
  area(): DOMRect;
  /** Show what a drag selects, pixels from the area's left; `null` when it is over. */
  select(range: { readonly left: number; readonly width: number } | null): void;
}

/** A pointer that moved less, pixels, was a click. */
const CLICK_PIXELS = 4;

/**
 * Lets pointers look around: hovering reads values, dragging zooms into what it spans, dragging with Shift or a finger
 * pans, two fingers zoom, the wheel zooms with Ctrl or once the chart has the focus (else it scrolls the page).
 */
export class CourseGestures {
  readonly #session: Session;
  readonly #screen: CourseScreen;
  readonly #pointers = new Map<number, { readonly startX: number; x: number; readonly isPan: boolean }>();
  #startView: TimeView = { from: 0, to: 1 };

  constructor(element: HTMLElement, session: Session, screen: CourseScreen, signal: AbortSignal) {
    this.#session = session;
    this.#screen = screen;
    element.addEventListener('pointerdown', (event) => this.#down(event, element), { signal });
    element.addEventListener('pointermove', (event) => this.#move(event), { signal });
    element.addEventListener('pointerup', (event) => this.#up(event), { signal });
    element.addEventListener('pointercancel', (event) => this.#cancel(event), { signal });
    element.addEventListener(
      'pointerleave',
      () => {
        hoveredTime.value = null;
      },
      { signal },
    );
    element.addEventListener('wheel', (event) => this.#wheel(event, element), { signal, passive: false });
  }

  #timeAt(clientX: number): number {
    const { left, width } = this.#screen.area();
    const { from, to } = shownView(this.#session);
    return from + ((clientX - left) / width) * (to - from);
  }

  #clampedTimeAt(clientX: number): number {
    const { start, end } = this.#session.store;
    return Math.min(end, Math.max(start, this.#timeAt(clientX)));
  }

  #down(event: PointerEvent, element: HTMLElement): void {
    if (event.pointerType === 'mouse' && event.button > 1) return;
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    const isPan = event.pointerType === 'touch' || event.shiftKey || event.button === 1;
    this.#pointers.set(event.pointerId, { startX: event.clientX, x: event.clientX, isPan });
    this.#startView = shownView(this.#session);
    // A second finger starts from where the first one is now.
    for (const [id, pointer] of this.#pointers) this.#pointers.set(id, { ...pointer, startX: pointer.x });
  }

  #move(event: PointerEvent): void {
    const pointer = this.#pointers.get(event.pointerId);
    if (pointer === undefined) {
      hoveredTime.value = this.#clampedTimeAt(event.clientX);
      return;
    }
    pointer.x = event.clientX;
    if (this.#pointers.size === 2) this.#pinch();
    else if (pointer.isPan) this.#pan(pointer.startX - pointer.x);
    else {
      const { left } = this.#screen.area();
      const from = Math.min(pointer.startX, pointer.x) - left;
      this.#screen.select({ left: from, width: Math.abs(pointer.x - pointer.startX) });
    }
  }

  #up(event: PointerEvent): void {
    const pointer = this.#pointers.get(event.pointerId);
    this.#cancel(event);
    if (pointer === undefined || this.#pointers.size > 0) return;
    if (Math.abs(pointer.x - pointer.startX) <= CLICK_PIXELS) {
      chooseMoment(this.#clampedTimeAt(pointer.x));
    } else if (!pointer.isPan) {
      const ends = [this.#timeAt(pointer.startX), this.#timeAt(pointer.x)].sort((a, b) => a - b);
      const view = { from: ends[0], to: ends[1] };
      lookAt(this.#session, zoomView(view, 1, (view.from + view.to) / 2, limitsOf(this.#session)));
    }
  }

  #cancel(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    this.#screen.select(null);
  }

  #pan(pixels: number): void {
    const { from, to } = this.#startView;
    const seconds = (pixels / this.#screen.area().width) * (to - from);
    lookAt(this.#session, panView(this.#startView, seconds, limitsOf(this.#session)));
  }

  #pinch(): void {
    const [a, b] = [...this.#pointers.values()];
    const { left, width } = this.#screen.area();
    const { from, to } = this.#startView;
    const middle = (a.startX + b.startX) / 2 - left;
    const spread = Math.abs(a.x - b.x) / Math.max(1, Math.abs(a.startX - b.startX));
    const anchor = from + (middle / width) * (to - from);
    lookAt(
      this.#session,
      zoomView(this.#startView, 1 / Math.max(0.05, spread), anchor, limitsOf(this.#session)),
    );
  }

  #wheel(event: WheelEvent, element: HTMLElement): void {
    const view = shownView(this.#session);
    const seconds = view.to - view.from;
    const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
    const isSideways = Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey;
    if (isSideways) {
      event.preventDefault();
      lookAt(this.#session, panView(view, (sideways / 600) * seconds, limitsOf(this.#session)));
    } else if (event.ctrlKey || event.metaKey || document.activeElement === element) {
      event.preventDefault();
      const factor = Math.exp(event.deltaY * (event.ctrlKey ? 0.01 : 0.002));
      lookAt(this.#session, zoomView(view, factor, this.#timeAt(event.clientX), limitsOf(this.#session)));
    }
  }
}
