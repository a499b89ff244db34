import { openAlbum } from '../album/album.js';
import { openVideos } from '../queue/video-queue.js';
import { importFiles } from '../sessions/import-files.js';
import { replay } from '../sessions/replay.js';
import { openStudyFiles } from '../study/study-run.js';
import { sortFiles } from './sort-files.js';
import { notice, openFile, openReplay } from './source.js';

/**
 * Show what the user gave: a picture or a video, several pictures as a strip, several videos one at a time, a study with its
 * stimuli, or sessions; a single session with a single video is played beside it.
 */
export async function openFiles(files: readonly File[]): Promise<void> {
  const { studies, sessions, videos, pictures, others } = sortFiles(files);
  if (studies.length > 0) return openStudyFiles(files);
  if (sessions.length > 0) {
    const isPair = sessions.length === 1 && videos.length === 1;
    if ((await importFiles(sessions)) && isPair) await openReplay(videos[0], replay);
    sayLeftOut([...(isPair ? [] : videos), ...pictures, ...others]);
    return;
  }
  if (files.length === 1) return openFile(files[0]);
  const isOfPictures = pictures.length > 0;
  const given = isOfPictures ? pictures : videos;
  const openAll = isOfPictures ? openAlbum : openVideos;
  if (given.length > 0) {
    // This ends when all is read; what there is to say is said before.
    const reading = given.length === 1 ? openFile(given[0]) : openAll(given);
    sayLeftOut(isOfPictures ? [...videos, ...others] : others);
    return reading;
  }
  sayLeftOut(others);
}

function sayLeftOut(files: readonly File[]): void {
  if (files.length === 0) return;
  const [first, ...rest] = files.map(({ name }) => name);
  const names = rest.length === 0 ? first : `${first} and ${rest.length} more`;
  notice.value ??= `Left out: ${names}. Pictures, videos and sessions are each opened by themselves.`;
}
