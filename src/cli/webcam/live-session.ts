import { Timeline, type TimelineSummary } from '../../core/index.js';
import { SteadyLabels } from '../../core/smoothing/steady-labels.js';
import type { AffectDetector, Camera } from '../../node/index.js';
import { RecentCourse } from '../../node/window/recent-course.js';
import { type Action, actionOf } from './actions.js';
import type { LiveControls } from './live-controls.js';
import type { LiveView } from './live-view.js';
import type { Recorder } from './recorder.js';
import { writeSnapshot } from './snapshot.js';

export interface LiveSessionOptions {
  readonly camera: Camera;
  readonly detector: AffectDetector;
  readonly controls: LiveControls;
  readonly recorder: Recorder;
  /** Time constant of the smoothing, seconds. */
  readonly smoothing: number;
  /** Longest time between two looks of the face detector, seconds. */
  readonly maxDetectionInterval: number;
  /** Folder for snapshots. */
  readonly snapshots: string;
}

/** How much of the rate comes from the last frame. */
const RATE_WEIGHT = 0.1;

/** Reads a camera frame by frame, shows what was read, and does what keys ask for. */
export class LiveSession {
  readonly #options: LiveSessionOptions;
  readonly #timeline = new Timeline();
  readonly #course = new RecentCourse();
  readonly #labels = new SteadyLabels();
  /** Actions that wait for the next frame. */
  readonly #waiting: Action[] = [];
  #rate = 0;

  constructor(options: LiveSessionOptions) {
    this.#options = options;
  }

  /** What was read so far. */
  get summary(): TimelineSummary {
    return this.#timeline.summary();
  }

  /** Take a key, from the window or the terminal. */
  readonly press = (key: string): void => {
    const action = actionOf(key);
    if (action === 'quit') void this.#options.camera.dispose();
    else if (action) this.#waiting.push(action);
  };

  /**
   * Run until the person quits or the view is closed.
   * @throws {CameraUnavailableError} if the camera is lost
   * @throws the camera's signal's reason after an interruption
   */
  async run(view: LiveView): Promise<void> {
    const { camera, detector, controls, recorder, smoothing, maxDetectionInterval } = this.#options;
    void view.closed.then(() => camera.dispose());
    const stream = detector.pipeline.openStream({
      source: camera.device.id,
      threshold: controls.threshold,
      smoothing,
      maxDetectionInterval,
    });
    let last = performance.now();
    for await (const frame of camera.frames()) {
      const actions = this.#waiting.splice(0);
      for (const action of actions) controls.apply(action, seconds());
      stream.threshold = controls.threshold;
      const result = await stream.detect(frame);
      this.#timeline.append(result);
      this.#course.append(result);
      if (actions.includes('record')) controls.say(await recorder.toggle(), seconds());
      await recorder.write(result, frame);
      const shown = this.#labels.apply(result);
      if (actions.includes('snapshot')) {
        const name = await writeSnapshot(this.#options.snapshots, frame, shown, {
          mirrored: controls.mirrored,
          bars: controls.bars,
          course: controls.course ? this.#course : null,
        });
        controls.say(`Snapshot ${name}`, seconds());
      }
      const now = performance.now();
      const rate = 1000 / Math.max(1, now - last);
      this.#rate = this.#rate === 0 ? rate : this.#rate + RATE_WEIGHT * (rate - this.#rate);
      last = now;
      await view.show({
        frame,
        result: shown,
        course: this.#course,
        threshold: controls.threshold,
        mirrored: controls.mirrored,
        showsBars: controls.bars,
        showsCourse: controls.course,
        isRecording: recorder.isRecording,
        notice: controls.notice(seconds()),
        rate: this.#rate,
      });
    }
  }
}

function seconds(): number {
  return performance.now() / 1000;
}
