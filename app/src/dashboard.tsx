import { session } from './recording/live.js';
import { SummaryPanel } from './summary/summary-panel.js';
import { TimeCourse } from './timecourse/time-course.js';

/** What was read over time; it comes once there is a stream. */
export function Dashboard() {
  if (session.value === null) return null;
  return (
    <div class="dashboard">
      <TimeCourse />
      <SummaryPanel />
    </div>
  );
}
