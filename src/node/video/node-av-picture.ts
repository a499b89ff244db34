import {
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUVJ420P,
  AVCOL_RANGE_JPEG,
  AVCOL_SPC_BT709,
  AVCOL_SPC_BT2020_CL,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_SPC_FCC,
  AVCOL_SPC_SMPTE240M,
} from 'node-av/constants';
import type { Frame } from 'node-av/lib';
import type { YuvColors } from '../../core/index.js';
import type { DecodedPicture } from './picture-layout.js';

/** Shares of red and blue in brightness; Rec. 601 for all others, and for files that don't say, as FFmpeg has it. */
const WEIGHTS: Readonly<Record<number, readonly [number, number]>> = {
  [AVCOL_SPC_BT709]: [0.2126, 0.0722],
  [AVCOL_SPC_FCC]: [0.3, 0.11],
  [AVCOL_SPC_SMPTE240M]: [0.212, 0.087],
  [AVCOL_SPC_BT2020_NCL]: [0.2627, 0.0593],
  [AVCOL_SPC_BT2020_CL]: [0.2627, 0.0593],
};
const REC_601 = [0.299, 0.114] as const;

/**
 * Describe a picture that a filter graph gave.
 * @param frame RGB24, or 8-bit 4:2:0
 * @param timestamp seconds
 */
export function describePicture(frame: Frame, timestamp: number): DecodedPicture {
  const { width, height, format, linesize } = frame;
  const data = frame.data!;
  const plane = (i: number, width: number, height: number) => ({
    data: data[i],
    width,
    height,
    rowBytes: linesize[i],
  });
  if (format === AV_PIX_FMT_RGB24) {
    return { width, height, planes: [plane(0, 3 * width, height)], colors: null, timestamp };
  }
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const planes = [plane(0, width, height), plane(1, halfWidth, halfHeight), plane(2, halfWidth, halfHeight)];
  return { width, height, planes, colors: colorsOf(frame), timestamp };
}

function colorsOf({ format, colorSpace, colorRange }: Frame): YuvColors {
  const [redWeight, blueWeight] = WEIGHTS[colorSpace] ?? REC_601;
  const isFullRange = format === AV_PIX_FMT_YUVJ420P || colorRange === AVCOL_RANGE_JPEG;
  return { redWeight, blueWeight, isFullRange };
}
