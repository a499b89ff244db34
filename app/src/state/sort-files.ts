import { isSessionFile } from '../export/import-session.js';
import { isStudyFile } from '../study/open-study.js';
import { isVideoFile } from './source.js';

/** Files by what the page does with them, in the order that they were given. */
export interface SortedFiles {
  readonly studies: readonly File[];
  /** Exported sessions and tables. */
  readonly sessions: readonly File[];
  readonly videos: readonly File[];
  /** Pictures, and files that don't say what they are. */
  readonly pictures: readonly File[];
  readonly others: readonly File[];
}

/** Sort files as far as their types and names say what they are. */
export function sortFiles(files: readonly File[]): SortedFiles {
  const sorted = {
    studies: [] as File[],
    sessions: [] as File[],
    videos: [] as File[],
    pictures: [] as File[],
    others: [] as File[],
  };
  for (const file of files) sorted[kindOf(file)].push(file);
  return sorted;
}

function kindOf(file: File): keyof SortedFiles {
  if (isStudyFile(file)) return 'studies';
  if (isSessionFile(file)) return 'sessions';
  if (isVideoFile(file)) return 'videos';
  return file.type === '' || file.type.startsWith('image/') ? 'pictures' : 'others';
}
