import { signal } from '@preact/signals';
import { detectorReady } from './detector.js';

/** Whether the page will open without a network. */
export const worksOffline = signal(false);

/** Once the models are there, and what runs them is known, keep all that the page needs in this browser. */
export async function keepForOffline(): Promise<void> {
  // Browsers withhold service workers from plain http, except on localhost.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    const { backend } = await detectorReady;
    await navigator.serviceWorker.register(`./service-worker.js?backend=${backend}`, {
      updateViaCache: 'none',
    });
    await navigator.serviceWorker.ready;
    worksOffline.value = true;
  } catch {
    // Private windows and full disks keep nothing; without a network the page was kept before.
    worksOffline.value = navigator.serviceWorker.controller !== null;
  }
}
