import { effect, signal } from '@preact/signals';
import { openFile, source } from '../state/source.js';

/** The videos that were opened at once, of which one is looked at; empty where it was one. */
export const videoQueue = signal<readonly File[]>([]);
/** The number of the video that was chosen last. */
export const chosenVideo = signal(0);

/** Open several videos: the first is shown, and the others wait. */
export async function openVideos(files: readonly File[]): Promise<void> {
  videoQueue.value = files;
  await openQueued(0);
}

/** Show one of the videos. */
export async function openQueued(number: number): Promise<void> {
  chosenVideo.value = number;
  await openFile(videoQueue.peek()[number]);
}

// Whoever looks at something else is done with them.
effect(() => {
  const shown = source.value;
  if (shown === null) return;
  const isQueued = shown.kind === 'video' && videoQueue.peek().some(({ name }) => name === shown.name);
  if (!isQueued) videoQueue.value = [];
});
