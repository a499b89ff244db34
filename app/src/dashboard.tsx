import { AnnotationBar } from './annotations/annotation-bar.js';
import { AnnotationList } from './annotations/annotation-list.js';
import { session } from './recording/live.js';
import { ComparisonPanel } from './sessions/comparison-panel.js';
import { SessionBar } from './sessions/session-bar.js';
import { ResponsePanel } from './study/response-panel.js';
import { SummaryPanel } from './summary/summary-panel.js';
import { TimeCourse } from './timecourse/time-course.js';

/** What was read over time; it comes once there is a stream. */
export function Dashboard() {
  const shown = session.value;
  return (
    <div class="dashboard">
      <ComparisonPanel />
      {shown !== null && (
        <>
          <SessionBar key={shown.id} session={shown} />
          <ResponsePanel session={shown} />
          <TimeCourse session={shown}>
            <AnnotationBar session={shown} />
            <AnnotationList session={shown} />
          </TimeCourse>
          <SummaryPanel session={shown} />
        </>
      )}
    </div>
  );
}
