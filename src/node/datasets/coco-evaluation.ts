import { join } from 'node:path';
import { mapDetection } from '../../core/detection/map-detection.js';
import { middleOf } from '../../core/evaluation/detection-keypoint-error.js';
import {
  DetectionReport,
  type DetectionSummary,
  HEIGHT_SIDE,
} from '../../core/evaluation/detection-report.js';
import { SteadinessReport, type SteadinessSummary } from '../../core/evaluation/detection-steadiness.js';
import {
  drawViews,
  isWithinView,
  renderView,
  undoView,
  type View,
} from '../../core/evaluation/detection-views.js';
import {
  AffectDetectError,
  type Detection,
  type FaceDetectionCard,
  FaceDetector,
  type Frame,
  type InferenceSession,
  InputError,
  type SourceKind,
} from '../../core/index.js';
import { loadImage } from '../images.js';
import type { CocoImage } from './coco-faces.js';
import { TimedSession } from './timed-session.js';

/** What is given to the network: one pass of this longest side, or the passes that stills or streams get. */
export type EvaluationInput = number | SourceKind;

export interface DetectorEvaluationOptions {
  readonly input: EvaluationInput;
  /** Also measure steadiness, which takes seven times as long. Default: no. */
  readonly shake?: boolean;
  /** Aborts between two pictures, with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told after every picture what was found, best score first, in pixels of the picture. */
  readonly onImage?: (image: CocoImage, detections: readonly Detection[]) => void | Promise<void>;
  /** Told in one sentence of a picture that can't be read; it is left out. */
  readonly onMissing?: (message: string) => void;
}

interface Time {
  readonly median: number;
  readonly mean: number;
}

/** Time a picture as the detector is used, with its own score threshold, without decoding the file, ms. */
interface DetectorTimes {
  /** How many pictures were timed: the first ones. */
  readonly images: number;
  readonly total: Time;
  /** `null` where there are several passes. */
  readonly letterbox: Time | null;
  readonly network: Time;
  /** With non-maximum suppression; `null` where there are several passes. */
  readonly decode: Time | null;
}

export interface DetectorEvaluation extends DetectionSummary {
  /** Pictures that could not be read. */
  readonly missing: number;
  /** `null` without pictures. */
  readonly msPerImage: DetectorTimes | null;
  readonly shake: SteadinessSummary | null;
}

/** Detections are gathered down to this score, for the whole curve of precision and recall. */
const LOWEST_SCORE = 0.02;

const TIMED_IMAGES = 50;
const VIEWS = 6;
// Views differ from picture to picture, and are the same in every run and for every detector.
const VIEWS_SEED = 640;
const SHAKEN_HEIGHT = 20;

/**
 * Measure a face detector on pictures with known faces, one picture in memory at a time.
 * @param session of the network that the card describes; disposed of by the caller
 * @param folder of the pictures
 * @throws {RangeError} if the network doesn't take the input
 * @throws the reason of an aborted signal, and what the network throws
 */
export async function evaluateDetector(
  images: readonly CocoImage[],
  folder: string,
  session: InferenceSession,
  card: FaceDetectionCard,
  { input, shake = false, signal, onImage, onMissing }: DetectorEvaluationOptions,
): Promise<DetectorEvaluation> {
  const timed = new TimedSession(session);
  const side = typeof input === 'number' ? input : undefined;
  const detector = new FaceDetector(timed, card, { side, scoreThreshold: LOWEST_SCORE });
  const detectorAsUsed = new FaceDetector(timed, card, { side });
  const kind = typeof input === 'number' ? 'still' : input;
  const report = new DetectionReport(card.scoreThreshold);
  const steadiness = shake ? new SteadinessReport(VIEWS) : null;
  const clock = new Stopwatch(timed);
  let missing = 0;

  for (const [index, image] of images.entries()) {
    signal?.throwIfAborted();
    let frame: Frame;
    try {
      frame = await loadPicture(join(folder, image.file), image);
    } catch (error) {
      if (!(error instanceof AffectDetectError)) throw error;
      missing++;
      onMissing?.(error.message);
      continue;
    }
    const detect = async (picture = frame.image) =>
      (await detector.detect(picture, kind)).map((detection) => toSourcePixels(detection, frame));
    const detections = await detect();
    // After the line above, which also lets the network plan its memory for the picture's size.
    if (clock.images < TIMED_IMAGES) await clock.time(() => detectorAsUsed.detect(frame.image, kind));
    report.add({ width: frame.width, height: frame.height, truths: image.faces, detections });
    if (steadiness) {
      const views = drawViews(VIEWS, VIEWS_SEED + index);
      await addViews(steadiness, image, frame, views, detections, card.scoreThreshold, detect);
    }
    await onImage?.(image, detections);
  }
  return {
    ...report.summary(),
    missing,
    msPerImage: clock.times(typeof input === 'number'),
    shake: steadiness?.summary() ?? null,
  };
}

async function loadPicture(path: string, { width, height }: CocoImage): Promise<Frame> {
  const frame = await loadImage(path);
  if (frame.width !== width || frame.height !== height) {
    throw new InputError(
      `${path} is ${frame.width} x ${frame.height}, its annotations are for ${width} x ${height}`,
    );
  }
  return frame;
}

function toSourcePixels(detection: Detection, { image, width, height }: Frame): Detection {
  return mapDetection(detection, { scaleX: width / image.width, scaleY: height / image.height });
}

/** Look at a picture in several views, if it has faces that are large enough and stay in sight. */
async function addViews(
  steadiness: SteadinessReport,
  { faces }: CocoImage,
  frame: Frame,
  views: readonly View[],
  detections: readonly Detection[],
  scoreThreshold: number,
  detect: (image: Frame['image']) => Promise<Detection[]>,
): Promise<void> {
  const smallest = (SHAKEN_HEIGHT / HEIGHT_SIDE) * Math.max(frame.width, frame.height);
  const followed = faces.filter(
    ({ box, isCrowd }) =>
      !isCrowd && box.height >= smallest && views.every((view) => isWithinView(box, view, frame)),
  );
  if (followed.length === 0) return;
  const isSure = ({ score }: Detection) => score >= scoreThreshold;
  const seen: Detection[][] = [];
  for (const view of views) {
    const found = await detect(renderView(frame.image, view));
    seen.push(found.filter(isSure).map((detection) => undoView(detection, view, frame)));
  }
  steadiness.add(followed, detections.filter(isSure), seen);
}

/** Times what happens around the runs of a session. */
class Stopwatch {
  readonly #times = {
    total: [] as number[],
    letterbox: [] as number[],
    network: [] as number[],
    decode: [] as number[],
  };

  constructor(readonly session: TimedSession) {}

  get images(): number {
    return this.#times.total.length;
  }

  async time(work: () => Promise<unknown>): Promise<void> {
    const networkBefore = this.session.totalMs;
    const began = performance.now();
    await work();
    const ended = performance.now();
    this.#times.total.push(ended - began);
    this.#times.network.push(this.session.totalMs - networkBefore);
    this.#times.letterbox.push(this.session.last.began - began);
    this.#times.decode.push(ended - this.session.last.ended);
  }

  times(isOnePass: boolean): DetectorTimes | null {
    const total = middleOf(this.#times.total);
    const network = middleOf(this.#times.network);
    if (!total || !network) return null;
    return {
      images: this.images,
      total,
      letterbox: isOnePass ? middleOf(this.#times.letterbox) : null,
      network,
      decode: isOnePass ? middleOf(this.#times.decode) : null,
    };
  }
}
