import { writeFile } from 'node:fs/promises';
import { csvHeader, csvRows } from '../../src/core/timeline/csv.js';
import { type SyntheticOptions, syntheticRecording } from './synthetic-recording.js';

/** Write a made-up recording as `affect-detect video --csv` would. */
export async function writeRecordingCsv(path: string, options: SyntheticOptions): Promise<void> {
  let text = csvHeader();
  let frame = 0;
  for await (const result of syntheticRecording(options)) text += csvRows(result, frame++);
  await writeFile(path, text);
}
