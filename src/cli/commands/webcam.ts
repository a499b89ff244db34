import { stat } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { DEFAULT_SMOOTHING } from '../../core/index.js';
import { type AffectDetector, type Camera, containerOf, listCameras, openCamera } from '../../node/index.js';
import { WindowUnavailableError } from '../../node/window/live-window.js';
import { hasDisplay } from '../../node/window/open-window.js';
import { pc } from '../colors.js';
import { EXIT, ExitError } from '../exit-codes.js';
import { summaryTable } from '../format/summary-table.js';
import { interruptSignal, openStandardOutput, type StandardOutput, talk } from '../io.js';
import {
  addDetectionOptions,
  addModelOptions,
  loadFromOptions,
  type ModelOptions,
  parsePositiveNumber,
  parseSeconds,
} from '../options.js';
import { TerminalView } from '../tui/terminal-view.js';
import { checkedOutputPlan, printsData } from '../video-outputs.js';
import { LiveControls } from '../webcam/live-controls.js';
import { LiveSession } from '../webcam/live-session.js';
import { type LiveView, NO_VIEW } from '../webcam/live-view.js';
import { Recorder } from '../webcam/recorder.js';
import { openRecordingSinks, type RecordingOptions } from '../webcam/recording-sinks.js';
import { openWindowView } from '../webcam/window-view.js';

interface WebcamCommandOptions extends ModelOptions, RecordingOptions {
  readonly device?: string;
  readonly listDevices?: boolean;
  readonly size: { readonly width: number; readonly height: number };
  readonly fps?: number;
  readonly mirror?: boolean;
  readonly smoothing: number;
  readonly maxDetectionInterval: number;
  readonly snapshot: string;
  readonly tui?: boolean;
  readonly window?: boolean;
}

/** Keys go to the session as soon as there is one. */
interface KeyTarget {
  press: (key: string) => void;
}

interface Watch {
  readonly camera: Camera;
  readonly detector: AffectDetector;
  readonly view: LiveView;
  readonly keys: KeyTarget;
  readonly output: StandardOutput;
}

const HELP = `
Keys, in the window and in the terminal:
  q  quit (closing the window does it, too)   + -  threshold up and down
  b  bars of all probabilities                t    time course of the last half minute
  m  mirror                                   r    record, pause, go on
  s  snapshot

Without --csv, --jsonl, --parquet and --record, r begins a CSV file in this folder. What was recorded is kept, also when
the camera is unplugged. DEVICE may be a video file, or lavfi: and one of FFmpeg's sources, in place of a camera.`;

/** `affect-detect webcam`: read the expressions in a camera's pictures, live. */
export function webcamCommand(): Command {
  const command = new Command('webcam')
    .description('show the expressions of all faces before a camera, live in a window or in the terminal')
    .option('-d, --device <device>', 'camera to open (default: the first one)')
    .option('--list-devices', 'list the cameras, and end')
    .option('--size <WxH>', 'size of the picture to ask for, pixels', parseSize, { width: 1280, height: 720 })
    .option('--fps <n>', 'read at most this many frames a second', parsePositiveNumber)
    .option('--mirror', 'turn the picture left to right, as a mirror does')
    .option('--csv <file>', 'record a table with a row per face per frame; - for standard output')
    .option('--jsonl <file>', 'record one JSON object a line per frame; - for standard output')
    .option('--parquet <file>', 'record the table as Parquet')
    .option('--record <file>', 'record the video with every face marked, as .mp4, .mov or .mkv')
    .option('--snapshot <folder>', 'where the s key puts pictures', '.')
    .option('--tui', 'show bars and time courses in the terminal (default where there is no display)')
    .option('--window', 'show a window (default where there is a display)')
    .option(
      '--smoothing <s>',
      'time constant of the smoothing, seconds; 0 for none',
      parseSeconds,
      DEFAULT_SMOOTHING,
    )
    .addHelpText('after', HELP)
    .action(runWebcam);
  // The size is shown as it is typed.
  command.options.find(({ long }) => long === '--size')!.defaultValueDescription = '1280x720';
  return addModelOptions(addDetectionOptions(command));
}

async function runWebcam(_: unknown, command: Command): Promise<void> {
  const options = command.opts<WebcamCommandOptions>();
  if (options.listDevices) return printDevices();
  const problem = await usageProblem(options);
  if (problem !== null) command.error(`error: ${problem}`);
  const output = openStandardOutput({ outlivesReader: recordedFiles(options).length > 0 });
  const signal = interruptSignal();
  const camera = await openCamera({ device: options.device, ...options.size, fps: options.fps, signal });
  // Whoever ends the program, or closes the terminal, wants what was recorded.
  for (const name of ['SIGTERM', 'SIGHUP'] as const) process.once(name, () => void camera.dispose());
  const keys: KeyTarget = { press: () => {} };
  try {
    const { detector, view } = await openRest(camera, options, (key) => keys.press(key));
    try {
      await watch({ camera, detector, view, keys, output }, options);
    } finally {
      await Promise.all([view.close(), detector.dispose()]);
    }
  } finally {
    await camera.dispose();
  }
}

async function printDevices(): Promise<void> {
  const cameras = await listCameras();
  const { writeLine } = openStandardOutput();
  for (const { id, label } of cameras) await writeLine(label && label !== id ? `${id}  ${label}` : id);
  if (cameras.length > 0) return;
  talk('affect-detect: no camera was found');
  throw new ExitError(EXIT.camera);
}

async function usageProblem(options: WebcamCommandOptions): Promise<string | null> {
  if (options.tui && options.window) return '--tui and --window exclude each other';
  if (options.tui && !process.stdout.isTTY) return '--tui needs a terminal';
  const watches = hasDisplay() || process.stdout.isTTY || recordsFrom(options);
  if (!options.window && !watches) {
    return 'there is neither a display nor a terminal; --csv, --jsonl, --parquet or --record work without either';
  }
  const { record, device, ...rest } = options;
  if (record !== undefined && containerOf(record) === null) {
    return `--record writes .mp4, .mov and .mkv, not ${record}`;
  }
  // A video that stands in for a camera must not be written over.
  const file = device?.replace(/^file:/, '');
  const isFile = file !== undefined && ((await stat(file).catch(() => null))?.isFile() ?? false);
  const plan = await checkedOutputPlan(
    { ...rest, annotate: record },
    isFile ? [{ path: file, subfolder: '' }] : [],
  );
  return typeof plan === 'string' ? plan : null;
}

function recordedFiles({ csv, jsonl, parquet, record }: WebcamCommandOptions): string[] {
  return [csv, jsonl, parquet, record].filter((file) => file !== undefined && file !== '-') as string[];
}

function recordsFrom(options: WebcamCommandOptions): boolean {
  return recordedFiles(options).length > 0 || printsData(options);
}

/** The models are loaded while the window opens; where one of them fails, nothing stays open. */
async function openRest(
  camera: Camera,
  options: WebcamCommandOptions,
  onKey: (key: string) => void,
): Promise<{ detector: AffectDetector; view: LiveView }> {
  const [loading, opening] = await Promise.allSettled([
    loadFromOptions(options),
    openView(camera, options, onKey),
  ]);
  if (loading.status === 'fulfilled' && opening.status === 'fulfilled') {
    return { detector: loading.value, view: opening.value };
  }
  if (loading.status === 'fulfilled') await loading.value.dispose();
  if (opening.status === 'fulfilled') await opening.value.close();
  throw loading.status === 'rejected' ? loading.reason : (opening as PromiseRejectedResult).reason;
}

async function watch(
  { camera, detector, view, keys, output }: Watch,
  options: WebcamCommandOptions,
): Promise<void> {
  const { threshold, mirror = false, smoothing, maxDetectionInterval, snapshot } = options;
  const recorder = new Recorder(
    await openRecordingSinks(options, detector, camera, output),
    recordedFiles(options),
  );
  const controls = new LiveControls({ threshold, mirrored: mirror });
  const session = new LiveSession({
    camera,
    detector,
    controls,
    recorder,
    smoothing,
    maxDetectionInterval,
    snapshots: snapshot,
  });
  keys.press = session.press;
  try {
    await session.run(view);
  } finally {
    await view.close();
    await recorder.finish();
    for (const file of recorder.files) talk(`affect-detect: what was recorded is in ${file}`);
    const { summary } = session;
    const say = printsData(options) ? talk : output.writeLine;
    const { width, height, device } = camera;
    await say(`${pc.bold(device.label)}  ${width} x ${height}, ${summary.frames} frames read`);
    await say(`${summaryTable(summary)}\n`);
  }
}

/** A window where there is a display, otherwise the terminal; nothing where data is all that is wanted. */
async function openView(
  camera: Camera,
  options: WebcamCommandOptions,
  onKey: (key: string) => void,
): Promise<LiveView> {
  const isFree = process.stdout.isTTY && !printsData(options);
  const openTerminal = () => (isFree ? new TerminalView(camera.device.label, onKey) : NO_VIEW);
  if (options.tui || (!options.window && !hasDisplay())) return openTerminal();
  try {
    return await openWindowView(camera, onKey);
  } catch (error) {
    if (!(error instanceof WindowUnavailableError)) throw error;
    talk(`affect-detect: no window can be opened here (${error.message})`);
    if (options.window) throw new ExitError(EXIT.usage);
    return openTerminal();
  }
}

/** @throws {InvalidArgumentError} unless the text is like `1280x720` */
function parseSize(text: string): { width: number; height: number } {
  const [, width, height] = /^(\d{2,5})x(\d{2,5})$/i.exec(text)?.map(Number) ?? [];
  if (!width || !height)
    throw new InvalidArgumentError('It must be a width and a height in pixels, like 1280x720.');
  return { width, height };
}
