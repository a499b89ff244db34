import { type Comparison, compare } from '../comparison.js';
import type { Recording } from '../recording.js';
import type { Chart } from './chart.js';
import { comparisonCourseChart } from './comparison-course.js';
import type { DrawingDocument } from './drawing.js';
import { GROUP_STYLES } from './group-styles.js';
import { intervalsChart, type ProportionRow, proportionsChart } from './proportions.js';

/** Charts that set recordings or groups of them side by side. */
export interface ComparisonCharts {
  readonly comparison: Comparison;
  /** `null` where no face was seen at all. */
  readonly proportions: Chart | null;
  /** `null` where there are more lines than can be told apart, as is the next. */
  readonly intervals: Chart | null;
  readonly course: Chart | null;
}

/** @param recordings two or more */
export function comparisonCharts(
  document: DrawingDocument,
  recordings: readonly Recording[],
): ComparisonCharts {
  const comparison = compare(recordings);
  const { groups, isGrouped } = comparison;
  const rows = groups.flatMap(({ name, timeShare, recordings: members }): ProportionRow[] =>
    timeShare === null
      ? []
      : [{ label: isGrouped ? `${name} (n = ${members.length})` : name, shares: timeShare }],
  );
  const canBeToldApart = groups.length <= GROUP_STYLES.length;
  return {
    comparison,
    proportions:
      rows.length === 0
        ? null
        : proportionsChart(document, 'comparison-proportions', {
            title: 'Comparison: proportions',
            subtitle: isGrouped
              ? 'Share of the time with a face: mean over the recordings of each group'
              : 'Share of the time with a face in each recording',
            rows,
          }),
    intervals:
      rows.length === 0 || !canBeToldApart
        ? null
        : intervalsChart(document, 'comparison-intervals', {
            title: 'Comparison: proportions with 95 % intervals',
            subtitle: isGrouped
              ? 'Mean over the recordings of each group, and its 95 % confidence interval'
              : 'Share in each recording, and its 95 % confidence interval',
            rows,
            colors: rows.map((_, i) => GROUP_STYLES[i].color),
          }),
    course: canBeToldApart ? comparisonCourseChart(document, 'comparison-time-course', comparison) : null,
  };
}
