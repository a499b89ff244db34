import { type ExpressionSummary, STATES, type TimelineSummary, type TrackSummary } from '../../core/index.js';
import { pc } from '../colors.js';
import { seconds } from './seconds.js';
import { percent, table } from './table.js';

/** The tracks that get a row; more are mostly bystanders, and faces that were lost and found. */
const MOST_TRACKS = 10;

/** Being uncertain has no probability of its own. */
const NO_PROBABILITY = { mean: null, peak: null, peakTime: null };

/** What a stream showed, as tables for people. */
export function summaryTable(summary: TimelineSummary): string {
  const { frames, observedSeconds, meanFacesPerFrame, all, tracks, otherTracks } = summary;
  if (frames === 0) return '  no frames';
  const faces = `${meanFacesPerFrame!.toFixed(2)} faces a frame`;
  const parts = [
    `  a face in view for ${percent(summary.coverage)} of ${seconds(observedSeconds)}, ${faces}`,
  ];
  if (all.faceSeconds > 0) parts.push(expressionTable(all));
  if (tracks.length > 1) parts.push(trackTable(tracks, otherTracks.count));
  return parts.join('\n\n');
}

function expressionTable({
  timeShare,
  timeShareInterval95,
  probability,
  episodes,
}: ExpressionSummary): string {
  const rows = STATES.map((state) => {
    const interval = timeShareInterval95?.[state];
    const { count, longestSeconds } = episodes[state];
    const { mean, peak, peakTime } = (state !== 'uncertain' && probability?.[state]) || NO_PROBABILITY;
    return [
      state,
      percent(timeShare![state]),
      interval ? `${percent(interval[0])} to ${percent(interval[1])}` : '-',
      percent(mean),
      percent(peak),
      seconds(peakTime),
      String(count),
      seconds(longestSeconds),
    ];
  });
  const header = [
    'expression',
    'time share',
    '95 % interval',
    'mean p',
    'peak p',
    'at',
    'episodes',
    'longest',
  ];
  return table(header, rows);
}

function trackTable(tracks: readonly TrackSummary[], others: number): string {
  const byTime = [...tracks].sort((a, b) => b.faceSeconds - a.faceSeconds);
  const rows = byTime.slice(0, MOST_TRACKS).map((track) => {
    const { trackId, firstSeen, lastSeen, faceSeconds, timeShare, meanValence } = track;
    const top =
      timeShare && STATES.reduce((best, state) => (timeShare[state] > timeShare[best] ? state : best));
    return [
      String(trackId),
      `${seconds(firstSeen)} to ${seconds(lastSeen)}`,
      seconds(faceSeconds),
      top ?? '-',
      percent(timeShare?.[top!] ?? null),
      meanValence === null ? '-' : meanValence.toFixed(2),
    ];
  });
  const unlisted = byTime.length - rows.length + others;
  const more = unlisted > 0 ? pc.dim(`\n  and ${unlisted} more, in view for shorter`) : '';
  return table(['face', 'in view', 'for', 'mostly', 'time share', 'valence'], rows) + more;
}
