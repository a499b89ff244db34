import clipUrl from '../../../samples/clip.mp4?url';

/** The sample clip, cut off after some three of its 30 seconds; it still says that it has 30. */
export async function damagedClip(): Promise<Blob> {
  const clip = await (await fetch(clipUrl)).blob();
  return clip.slice(0, Math.round(0.1 * clip.size), 'video/mp4');
}
