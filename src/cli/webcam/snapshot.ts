import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Frame, type FrameResult, OutputError } from '../../core/index.js';
import { encodePicture } from '../../node/drawing/encode-picture.js';
import { type ComposeOptions, createPictureComposer } from '../../node/window/picture-composer.js';
import { writeFileAtomically } from '../write-file.js';
import { stampedName } from './stamped-name.js';

/**
 * Write the picture as it is shown.
 * @returns the file's name
 * @throws {OutputError} if it can't be written
 */
export async function writeSnapshot(
  folder: string,
  frame: Frame,
  result: FrameResult,
  shown: Omit<ComposeOptions, 'notice'>,
): Promise<string> {
  await mkdir(folder, { recursive: true }).catch((cause) => {
    throw new OutputError(`the folder ${folder} can't be made (${cause.code})`, { cause });
  });
  const composer = await createPictureComposer();
  const picture = composer.compose(frame, result, { ...shown, notice: null });
  const name = stampedName('png');
  await writeFileAtomically(join(folder, name), await encodePicture(picture, 'png'));
  return name;
}
