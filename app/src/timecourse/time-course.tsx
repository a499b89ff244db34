import { session } from '../recording/live.js';
import { CoursePlots } from './course-plots.js';
import { CourseToolbar } from './course-toolbar.js';
import { CourseValues } from './course-values.js';

/** The expressions over time of what is read, or was recorded; nothing before there is a stream. */
export function TimeCourse() {
  const shown = session.value;
  if (shown === null) return null;
  return (
    <section class="card course" aria-labelledby="course-title">
      <header class="course-header">
        <h2 id="course-title">Time course</h2>
        <CourseToolbar session={shown} />
      </header>
      <div class="course-body">
        <CoursePlots key={shown.id} session={shown} />
        <CourseValues session={shown} />
      </div>
      <p id="course-keys" class="quiet course-help">
        Drag to zoom, Shift-drag to pan; the wheel zooms with Ctrl, or once the chart has the focus. Keys:
        arrows move by a frame, Shift with arrows pans, + and − zoom, 0 shows everything.
      </p>
    </section>
  );
}
