import type { TimelineSummary } from '../core/index.js';
import type { AtomicWriter } from './io.js';

/** What one video showed, as `--summary` writes it; docs/output.md says what the keys mean. */
export interface VideoSummary {
  readonly source: string;
  /** As shown, pixels. */
  readonly width: number;
  readonly height: number;
  /** Seconds; `null` where the file doesn't say. */
  readonly duration: number | null;
  /** Why the video ended before its time; `null` if it didn't. */
  readonly problem: string | null;
  readonly summary: TimelineSummary;
}

// Six decimals, as everywhere else in the outputs.
const DECIMALS = 1e6;

/**
 * Write the summaries of all videos as one JSON object.
 * @throws {OutputError} if the file can't be written
 */
export async function writeSummaries(file: AtomicWriter, videos: readonly VideoSummary[]): Promise<void> {
  const round = (_key: string, value: unknown) =>
    typeof value === 'number' ? Math.round(value * DECIMALS) / DECIMALS : value;
  await file.write(`${JSON.stringify({ schema: 1, videos }, round, 2)}\n`);
  await file.commit();
}
