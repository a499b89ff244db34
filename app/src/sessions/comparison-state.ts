import { signal } from '@preact/signals';
import type { ComparisonCharts } from 'affect-detect/report';
import { sessionReport, summedUp } from '../export/session-report.js';
import type { Session } from '../recording/session.js';
import { notice } from '../state/source.js';
import { storage } from './saved-sessions.js';

/** Sessions set side by side. */
export interface ShownComparison {
  readonly sessions: readonly Session[];
  readonly charts: ComparisonCharts;
}

export const comparison = signal<ShownComparison | null>(null);
/** Whether sessions are being summed up for a comparison. */
export const isComparing = signal(false);

/** Set sessions side by side: by their groups, or one by one where none has a group. */
export async function compareSessions(ids: readonly string[]): Promise<void> {
  isComparing.value = true;
  try {
    const { comparisonCharts } = await import('affect-detect/report');
    // The list has the newest first; a comparison begins with what came first.
    const sessions = await Promise.all(ids.toReversed().map((id) => storage.read(id)));
    const recordings = [];
    for (const session of sessions) recordings.push(await summedUp(session));
    comparison.value = { sessions, charts: comparisonCharts(document, recordings) };
  } catch (error) {
    notice.value = `The sessions can't be compared: ${(error as Error).message}`;
  } finally {
    isComparing.value = false;
  }
}

/** The comparison as a report of one file. */
export async function comparisonReport({ sessions }: ShownComparison): Promise<Blob> {
  const { html } = await sessionReport(sessions);
  return new Blob([html], { type: 'text/html' });
}
