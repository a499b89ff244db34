import { formatPercent } from 'affect-detect';
import { threshold } from '../state/settings.js';
import { type Condition, SMALL_FACE } from './condition.js';

const TEXTS: Readonly<Record<Exclude<Condition, 'uncertain'>, string>> = {
  muted:
    'The camera is on but gives no picture: another program, a lid or a privacy switch may be in the way',
  frozen: 'The picture stands still: has the camera stopped, or is it covered?',
  'no-face': 'No face found',
  'no-face-dark': 'No face found: the picture is too dark',
  'no-face-bright': 'No face found: the picture is too bright',
  'too-small': `The face is too small to be read well (below ${SMALL_FACE} pixels): come nearer, or take a higher resolution`,
  'too-dark': 'The face is too dark to be read well: more light from the front helps',
  'too-bright': 'The face is too bright to be read well: less light, or none from behind the camera',
};

/** What is wrong with the picture, and what helps. */
export function describeCondition(condition: Condition): string {
  if (condition !== 'uncertain') return TEXTS[condition];
  return `Uncertain: no expression reaches ${formatPercent(threshold.value)}`;
}
