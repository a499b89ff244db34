import { effect, signal } from '@preact/signals';
import type { TimelineSummary } from 'affect-detect';
import { decideAll } from '../recording/decide-all.js';
import { session } from '../recording/live.js';
import { type Session, updateInfo } from '../recording/session.js';
import { threshold } from '../state/settings.js';
import { SessionSummary } from './session-summary.js';

/** What the session on show sums up to; of the one before while it is being summed up. */
export const summary = signal<TimelineSummary | null>(null);
/** Whether all frames up to a moment ago are in it. */
export const isUpToDate = signal(false);

const RENEWAL_MS = 500;
/** So long the page may be kept from its other work, ms. */
const SLICE_MS = 5;
const THRESHOLD_REST_MS = 250;

// Sums up the session on show, and again from its start when what counts has changed.
effect(() => {
  const shown = session.value;
  isUpToDate.value = false;
  if (shown === null) {
    summary.value = null;
    return;
  }
  shown.revision.value;
  const { excluded } = shown.info.value;
  const running = new SessionSummary(shown.store, excluded);
  let timer: ReturnType<typeof setTimeout>;
  let known = -1;
  const renew = () => {
    const start = performance.now();
    const isDone = running.advance(() => performance.now() - start < SLICE_MS);
    if (isDone && known !== shown.store.length) {
      known = shown.store.length;
      summary.value = running.summary();
    }
    isUpToDate.value = isDone;
    timer = setTimeout(renew, isDone ? RENEWAL_MS : 0);
  };
  renew();
  return () => clearTimeout(timer);
});

/** Sessions whose faces are named partly by one threshold and partly by another. */
const mixed = new WeakSet<Session>();

// Another threshold names all frames anew, once the slider rests.
effect(() => {
  const wanted = threshold.value;
  const stopper = new AbortController();
  const timer = setTimeout(() => nameAnew(wanted, stopper.signal), THRESHOLD_REST_MS);
  return () => {
    clearTimeout(timer);
    stopper.abort();
  };
});

async function nameAnew(wanted: number, signal: AbortSignal): Promise<void> {
  const shown = session.peek();
  if (shown === null || (shown.info.peek().threshold === wanted && !mixed.has(shown))) return;
  mixed.add(shown);
  if (!(await decideAll(shown.store, wanted, signal))) return;
  mixed.delete(shown);
  updateInfo(shown, { threshold: wanted });
  shown.revision.value++;
}
