import { signal } from '@preact/signals';
import { type AffectDetector, loadAffectDetector } from 'affect-detect/browser';
import { launchOptions } from './launch-options.js';

export type DetectorState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly detector: AffectDetector }
  | { readonly status: 'failed'; readonly message: string };

export const detectorState = signal<DetectorState>({ status: 'loading' });
/** Why a faster backend is not used. */
export const detectorWarning = signal<string | null>(null);

/** The detector, once its models are there; loading begins when the page does. */
export const detectorReady: Promise<AffectDetector> = loadAffectDetector({
  ...launchOptions.load,
  onWarning: (message) => {
    detectorWarning.value = message;
  },
});

detectorReady.then(
  (detector) => {
    detectorState.value = { status: 'ready', detector };
  },
  (error: Error) => {
    detectorState.value = { status: 'failed', message: error.message };
  },
);
