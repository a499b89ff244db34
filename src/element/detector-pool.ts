import { type AffectDetector, loadAffectDetector } from '../browser/index.js';

interface Shared {
  readonly detector: Promise<AffectDetector>;
  users: number;
}

/** A share in a detector. */
export interface Lease {
  readonly detector: Promise<AffectDetector>;
  /** To be called once; the last one frees the detector. */
  readonly release: () => void;
}

/** One detector, with its worker and models, for all elements of a page that want the same labels. */
export class DetectorPool {
  readonly #shared = new Map<string | undefined, Shared>();

  /** @param labels which labels to answer with; `undefined` for the model's own default */
  acquire(labels: string | undefined): Lease {
    const shared = this.#shared.get(labels) ?? { detector: loadAffectDetector({ labels }), users: 0 };
    shared.users++;
    this.#shared.set(labels, shared);
    // What could not be loaded may load the next time.
    shared.detector.catch(() => this.#forget(labels, shared));
    // An element that is moved, or begins anew, asks for the detector again at once.
    const release = () => queueMicrotask(() => this.#release(labels, shared));
    return { detector: shared.detector, release };
  }

  #release(labels: string | undefined, shared: Shared): void {
    if (--shared.users > 0) return;
    this.#forget(labels, shared);
    shared.detector.then((detector) => detector.dispose()).catch(() => {});
  }

  #forget(labels: string | undefined, shared: Shared): void {
    if (this.#shared.get(labels) === shared) this.#shared.delete(labels);
  }
}
