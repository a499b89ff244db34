import type { Orientation } from './orientation.js';
import type { FrameSelection } from './video-options.js';

/** What a container says of its video stream. */
export interface StreamDescription {
  /** Size of the coded picture, pixels. */
  readonly codedWidth: number;
  readonly codedHeight: number;
  /** Width of a pixel over its height; 1 where the file doesn't say. */
  readonly pixelAspect: number;
  readonly orientation: Orientation;
  /** Of the whole file, seconds; `null` where it doesn't say. */
  readonly duration: number | null;
  /** When the last frame ends according to the container, seconds from the start of the file; `null` where it doesn't say. */
  readonly promisedEnd: number | null;
  /** Mean frames a second; `null` where the file doesn't say. */
  readonly frameRate: number | null;
}

/** The sizes of a video and the FFmpeg filters that turn its pictures into frames. */
export interface FramePlan {
  /** Size as shown, pixels. */
  readonly width: number;
  readonly height: number;
  /** Size of the images, pixels. */
  readonly imageWidth: number;
  readonly imageHeight: number;
  /** A filter graph with one input, whose timestamps count from the start of the file, and one output, RGB24. */
  readonly filters: string;
  /** The same with the planes of 4:2:0 as its output, which most files hold already. */
  readonly planarFilters: string;
}

/** Frames whose time differs from a bound by rounding only are taken to be at the bound, seconds. */
const ROUNDING = 1e-5;

/** Plan how the frames of a stream are sampled, scaled and turned. Both decoders follow the same plan. */
export function planFrames(stream: StreamDescription, selection: FrameSelection): FramePlan {
  const { codedWidth, codedHeight, pixelAspect, orientation } = stream;
  // Pixels are made square by widening or narrowing the coded picture, as players do.
  const squareWidth = Math.max(1, Math.round(codedWidth * pixelAspect));
  const scale = Math.min(1, selection.maxSide / Math.max(squareWidth, codedHeight));
  const scaledWidth = Math.max(1, Math.round(squareWidth * scale));
  const scaledHeight = Math.max(1, Math.round(codedHeight * scale));
  const filtersTo = (formats: string) =>
    [
      selectFilter(selection),
      `scale=${scaledWidth}:${scaledHeight}:flags=bilinear`,
      `format=${formats}`,
      // Turned last, where the picture is smallest.
      ...orientation.filters,
    ].join(',');
  const [width, height] = inOrder(orientation, squareWidth, codedHeight);
  const [imageWidth, imageHeight] = inOrder(orientation, scaledWidth, scaledHeight);
  return {
    width,
    height,
    imageWidth,
    imageHeight,
    filters: filtersTo('rgb24'),
    planarFilters: filtersTo('yuv420p|yuvj420p'),
  };
}

function inOrder({ swapsSides }: Orientation, width: number, height: number): [number, number] {
  return swapsSides ? [height, width] : [width, height];
}

/** Leaves out frames before the pictures are touched: of each interval of 1 / fps seconds, the first frame stays. */
function selectFilter({ start, resumeAt, fps }: FrameSelection): string {
  const inRange = `gte(t,${resumeAt - ROUNDING})`;
  if (fps === null) return `select='${inRange}'`;
  const interval = (time: string) => `floor((${time}-${start})*${fps}+${ROUNDING})`;
  return `select='${inRange}*(isnan(prev_selected_t)+gt(${interval('t')},${interval('prev_selected_t')}))'`;
}
