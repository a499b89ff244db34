import { type AffectDetector, loadAffectDetector } from '../browser/index.js';

interface Shared {
  readonly detector: Promise<AffectDetector>;
  users: number;
}

/** One detector, with its worker and models, for all elements of a page that want the same labels. */
export class DetectorPool {
  readonly #shared = new Map<string | undefined, Shared>();

  /** @param labels which labels to answer with; `undefined` for the model's own default */
  acquire(labels: string | undefined): Promise<AffectDetector> {
    const shared = this.#shared.get(labels) ?? { detector: loadAffectDetector({ labels }), users: 0 };
    shared.users++;
    this.#shared.set(labels, shared);
    // What could not be loaded may load the next time.
    shared.detector.catch(() => {
      if (this.#shared.get(labels) === shared) this.#shared.delete(labels);
    });
    return shared.detector;
  }

  /** To be called once for each `acquire`; the last one frees the detector. */
  release(labels: string | undefined): void {
    const shared = this.#shared.get(labels);
    if (shared === undefined || --shared.users > 0) return;
    this.#shared.delete(labels);
    shared.detector.then((detector) => detector.dispose()).catch(() => {});
  }
}
