import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_LOG_QUIET,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUV420P,
  AV_PKT_DATA_DISPLAYMATRIX,
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_SPC_SMPTE170M,
  AVFMT_GLOBALHEADER,
  type AVPixelFormat,
  type FFEncoderCodec,
} from 'node-av/constants';
import {
  avGetPixFmtName,
  Codec,
  CodecContext,
  FFmpegError,
  FormatContext,
  Frame,
  Log,
  Packet,
  Rational,
} from 'node-av/lib';
import { PictureGraph } from '../../src/node/video/picture-graph.js';

/** What a test video is like. */
export interface TestVideo {
  /** Presentation time of each frame, seconds; at least two. */
  readonly times: readonly number[];
  readonly width?: number;
  readonly height?: number;
  /** RGB24 pixels of each frame; default: {@link paint}. */
  readonly picture?: (frame: number) => Buffer;
  readonly codec?: 'libx264' | 'ffv1';
  readonly pixelFormat?: AVPixelFormat;
  /** How brightness and colour differences are made, and whether they take the full range; default: not said. */
  readonly colors?: { readonly matrix: 'bt709' | 'smpte170m' | 'bt2020nc'; readonly isFullRange: boolean };
  readonly bFrames?: number;
  /** Frames from one that can be sought to the next. */
  readonly gopSize?: number;
  /** Width over height of a pixel. */
  readonly pixelAspect?: readonly [number, number];
  /** Display matrix, nine numbers as in the file: 16.16 fixed point. */
  readonly displayMatrix?: readonly number[];
}

const MATRICES = {
  bt709: AVCOL_SPC_BT709,
  smpte170m: AVCOL_SPC_SMPTE170M,
  bt2020nc: AVCOL_SPC_BT2020_NCL,
};

/** Unit of the encoder's clock, seconds; all usual frame rates are whole numbers of it. */
const CLOCK = new Rational(1, 90_000);

/** Times of a video with a constant frame rate. */
export function constantRate(frames: number, fps: number, start = 0): number[] {
  return Array.from({ length: frames }, (_, i) => start + i / fps);
}

/** Encode a small video; the container follows from the file name's ending. */
export function makeVideo(path: string, video: TestVideo): void {
  Log.setLevel(AV_LOG_QUIET);
  const { times, width = 64, height = 48, codec: name = 'libx264', displayMatrix } = video;
  const format = new FormatContext();
  check(format.allocOutputContext2(null, null, path));
  // MP4 and Matroska want the codec's headers outside of the packets, others in them.
  const hasGlobalHeader = ((format.oformat?.flags ?? 0) & AVFMT_GLOBALHEADER) !== 0;
  const encoder = openEncoder({ ...video, width, height, codec: name }, hasGlobalHeader);
  const stream = format.newStream();
  check(stream.codecpar.fromContext(encoder));
  stream.timeBase = CLOCK;
  if (displayMatrix) {
    stream.codecpar.addCodedSideData(
      AV_PKT_DATA_DISPLAYMATRIX,
      Buffer.from(Int32Array.from(displayMatrix).buffer),
    );
  }
  check(format.openOutputSync());
  check(format.writeHeaderSync());

  const ticks = times.map((time) => BigInt(Math.round(time * CLOCK.den)));
  // A frame lasts until the next one; the last one as long as the one before.
  const durations = new Map(
    ticks.map((tick, i) => {
      const last = Math.min(i, ticks.length - 2);
      return [tick, ticks[last + 1] - ticks[last]];
    }),
  );
  const packet = new Packet();
  packet.alloc();
  const drain = () => {
    while (encoder.receivePacketSync(packet) >= 0) {
      packet.streamIndex = stream.index;
      packet.duration = durations.get(packet.pts)!;
      packet.rescaleTs(CLOCK, stream.timeBase);
      check(format.interleavedWriteFrameSync(packet));
    }
  };
  ticks.forEach((tick, i) => {
    const pixels = video.picture?.(i) ?? paint(width, height, i);
    const frame = toEncoderFrame(pixels, { ...video, width, height }, encoder.pixelFormat);
    frame.pts = tick;
    check(encoder.sendFrameSync(frame));
    frame.free();
    drain();
  });
  check(encoder.sendFrameSync(null));
  drain();
  check(format.writeTrailerSync());
  format.closeOutputSync();
  packet.free();
  encoder.freeContext();
}

function openEncoder(
  video: TestVideo & { width: number; height: number; codec: string },
  hasGlobalHeader: boolean,
): CodecContext {
  const codec = Codec.findEncoderByName(video.codec as FFEncoderCodec)!;
  const context = new CodecContext();
  context.allocContext3(codec);
  context.width = video.width;
  context.height = video.height;
  context.pixelFormat = video.pixelFormat ?? AV_PIX_FMT_YUV420P;
  context.timeBase = CLOCK;
  if (video.colors) {
    context.colorSpace = MATRICES[video.colors.matrix];
    context.colorRange = video.colors.isFullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
  }
  context.maxBFrames = video.bFrames ?? 0;
  context.gopSize = video.gopSize ?? 12;
  if (video.pixelAspect) context.sampleAspectRatio = new Rational(...video.pixelAspect);
  if (hasGlobalHeader) context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  // Not by a Dictionary, which node-av 6.1.1 frees a second time: the process then dies at some garbage collection.
  if (video.codec === 'libx264') {
    context.setOption('preset', 'ultrafast');
    context.setOption('bf', String(video.bFrames ?? 0));
  }
  check(context.open2Sync(codec));
  return context;
}

/**
 * RGB24 pixels: the top left quarter is red, the top right one green, and the lower half gets brighter from frame to
 * frame, by 4 a frame from 16 on.
 */
function paint(width: number, height: number, frame: number): Buffer {
  const half = Math.ceil(width / 2);
  const upperRow = Buffer.concat([
    Buffer.alloc(half * 3, Buffer.of(255, 0, 0)),
    Buffer.alloc((width - half) * 3, Buffer.of(0, 255, 0)),
  ]);
  const lowerRow = Buffer.alloc(width * 3, 16 + ((frame * 4) % 224));
  return Buffer.concat(Array.from({ length: height }, (_, y) => (y < height / 2 ? upperRow : lowerRow)));
}

function toEncoderFrame(
  pixels: Buffer,
  { width, height, colors }: TestVideo & { width: number; height: number },
  format: AVPixelFormat,
): Frame {
  const conversion = colors
    ? `scale=out_color_matrix=${colors.matrix}:out_range=${colors.isFullRange ? 'pc' : 'tv'},`
    : '';
  const rgb = Frame.fromVideoBuffer(pixels, { width, height, format: AV_PIX_FMT_RGB24 });
  rgb.pts = 0n;
  const graph = new PictureGraph(rgb, `${conversion}format=${avGetPixFmtName(format)}`);
  graph.push(rgb);
  const frame = new Frame();
  frame.alloc();
  if (!graph.pull(frame)) throw new Error('no frame came out of the graph');
  graph.free();
  rgb.free();
  return frame;
}

function check(status: number): void {
  FFmpegError.throwIfError(status);
}
