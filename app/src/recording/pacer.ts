/** So long the page may be kept from its other work, ms: three such works still fit between two pictures of the screen. */
const SLICE_MS = 5;

/** Cuts long work into slices, between which the page does what else there is to do. */
export class Pacer {
  #start = performance.now();

  /** Wait until the page has done the rest, if this slice has been long enough; called between steps of the work. */
  async rest(): Promise<void> {
    if (performance.now() - this.#start < SLICE_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#start = performance.now();
  }
}
