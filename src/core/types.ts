import type { Expression } from './expression/labels.js';

/**
 * Interleaved 8-bit pixels, row-major from the top left.
 * Three channels are R, G, B; four are R, G, B, A, of which A is ignored (what a canvas gives).
 */
export interface RgbImage {
  /** `width * height * channels` bytes. */
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/** One value of every pixel, or of every few, a byte each, row-major from the top left. */
export interface Plane {
  /** Row after row; what follows a row's samples belongs to nothing. */
  readonly data: Uint8Array;
  /** Size, samples. */
  readonly width: number;
  readonly height: number;
  /** From one row to the next. */
  readonly rowBytes: number;
}

/** How brightness and colour differences are made of red, green and blue. */
export interface YuvColors {
  /** Share of red in brightness: 0.299 in Rec. 601, 0.2126 in Rec. 709. */
  readonly redWeight: number;
  /** Share of blue in brightness: 0.114 in Rec. 601, 0.0722 in Rec. 709. */
  readonly blueWeight: number;
  /** Whether black is 0 and white 255, and not 16 and 235. */
  readonly isFullRange: boolean;
}

/** A picture as a video's decoder has it: nothing was done to it yet. */
export interface YuvImage {
  /** Size, pixels. */
  readonly width: number;
  readonly height: number;
  /** Brightness, blue difference (Cb), red difference (Cr); the differences may have half as many samples along an axis. */
  readonly planes: readonly [Plane, Plane, Plane];
  readonly colors: YuvColors;
}

/** Pixels in any form that the pipeline reads. */
export type AnyImage = RgbImage | YuvImage;

/**
 * One picture of a source. `image` may be smaller than the source (a video decoded at reduced size); every
 * coordinate in a result is in source pixels, `width` x `height`.
 */
export interface Frame<Image extends AnyImage = RgbImage> {
  readonly image: Image;
  /** Width of the source, pixels. */
  readonly width: number;
  /** Height of the source, pixels. */
  readonly height: number;
  /** Presentation time in seconds; `null` for a still picture. */
  readonly timestamp: number | null;
}

/** Axis-aligned rectangle, pixels; `x`, `y` is the top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** [x, y], pixels. */
export type Point = readonly [number, number];

/**
 * Five points in the order right eye, left eye, nose tip, right mouth corner, left mouth corner. Right and left are
 * the person's, so the right eye is on the picture's left.
 */
export type Keypoints = readonly [Point, Point, Point, Point, Point];

/** A face that was found, before its expression is read. */
export interface Detection {
  readonly box: Box;
  /** Confidence of the detector, 0 to 1. */
  readonly score: number;
  readonly keypoints: Keypoints;
}

/** One probability for each of the seven expressions; they sum to 1. */
export type Probabilities = Readonly<Record<Expression, number>>;

/** One face of one picture. */
export interface Face extends Detection {
  /** Stable anonymous id within one stream, from 1; `null` for a still picture. */
  readonly trackId: number | null;
  /** The most probable expression, or `null` ("uncertain") where its probability is below the threshold. */
  readonly expression: Expression | null;
  /** Probability of the most probable expression, also where `expression` is `null`. */
  readonly probability: number;
  /** Calibrated probabilities; smoothed over time in a stream. */
  readonly probabilities: Probabilities;
  /** In a stream: the probabilities of this frame alone, before smoothing. Absent for a still picture. */
  readonly rawProbabilities?: Probabilities;
}

/** All that was read from one picture. This is also the JSON that the command line prints; see docs/output.md. */
export interface FrameResult {
  /** Version of this layout. */
  readonly schema: 1;
  /** File name or other name of the source, `null` where it has none. */
  readonly source: string | null;
  /** Width of the source, pixels. */
  readonly width: number;
  /** Height of the source, pixels. */
  readonly height: number;
  /** Seconds from the start of the source; `null` for a still picture. */
  readonly timestamp: number | null;
  /** All faces, best score first; empty where there is none. */
  readonly faces: readonly Face[];
}
