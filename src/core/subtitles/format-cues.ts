import { expressionName } from '../overlay/label-text.js';
import type { Cue } from './cue-collector.js';

/** Subtitles as SubRip, the `.srt` that every player takes. */
export function formatSrt(cues: readonly Cue[]): string {
  const texts = cueTexts(cues);
  return cues
    .map(({ start, end }, i) => `${i + 1}\n${clock(start, ',')} --> ${clock(end, ',')}\n${texts[i]}\n\n`)
    .join('');
}

/**
 * Subtitles as WebVTT, for `<track>` in a page.
 * @see https://www.w3.org/TR/webvtt1/
 */
export function formatVtt(cues: readonly Cue[]): string {
  const texts = cueTexts(cues);
  const blocks = cues.map(
    ({ start, end }, i) => `${clock(start, '.')} --> ${clock(end, '.')}\n${texts[i]}\n\n`,
  );
  return `WEBVTT\n\n${blocks.join('')}`;
}

/** The face is numbered where there are several. */
function cueTexts(cues: readonly Cue[]): string[] {
  const hasSeveral = new Set(cues.map(({ trackId }) => trackId)).size > 1;
  return cues.map(
    ({ trackId, expression }) => `${hasSeveral ? `Face ${trackId}: ` : ''}${expressionName(expression)}`,
  );
}

/** A time as `01:02:03.456`. */
function clock(seconds: number, point: ',' | '.'): string {
  const milliseconds = Math.round(seconds * 1000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const rest = String(milliseconds % 1000).padStart(3, '0');
  const whole = Math.floor(milliseconds / 1000);
  return `${two(whole / 3600)}:${two((whole / 60) % 60)}:${two(whole % 60)}${point}${rest}`;
}
