import { openAlbum } from '../album/album.js';
import { isStudyFile } from '../study/open-study.js';
import { openStudyFiles } from '../study/study-run.js';
import { isVideoFile, notice, openFile } from './source.js';

/** Show what the user gave: a picture, a video, several pictures at once, or a study with its stimuli. */
export async function openFiles(files: readonly File[]): Promise<void> {
  if (files.some(isStudyFile)) return openStudyFiles(files);
  const pictures = files.filter((file) => !isVideoFile(file));
  if (files.length === 1 || pictures.length === 0) {
    if (files.length > 0) await openFile(files[0]);
  } else await openAlbum(pictures);
  if (files.length > 1 && pictures.length < files.length) {
    notice.value = 'Videos are opened one at a time; the others were left out.';
  }
}
