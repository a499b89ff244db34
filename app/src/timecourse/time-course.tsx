import type { ComponentChildren } from 'preact';
import type { Session } from '../recording/session.js';
import { CoursePlots } from './course-plots.js';
import { CourseToolbar } from './course-toolbar.js';
import { CourseValues } from './course-values.js';

/** The expressions over time of what is read, or was recorded. */
export function TimeCourse({ session, children }: { session: Session; children: ComponentChildren }) {
  return (
    <section class="card course" aria-labelledby="course-title">
      <header class="course-header">
        <h2 id="course-title">Time course</h2>
        <CourseToolbar session={session} />
      </header>
      <div class="course-body">
        <CoursePlots key={session.id} session={session} />
        <CourseValues session={session} />
      </div>
      <p id="course-keys" class="quiet course-help">
        Drag to zoom, Shift-drag to pan; the wheel zooms with Ctrl, or once the chart has the focus. Keys:
        arrows move by a frame, Shift with arrows pans, + and − zoom, 0 shows everything.
      </p>
      {children}
    </section>
  );
}
