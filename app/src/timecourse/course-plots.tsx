import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import 'uplot/dist/uPlot.min.css';
import type { Session } from '../recording/session.js';
import { chartColors } from './chart-colors.js';
import { CourseChart } from './course-chart.js';
import { CourseGestures } from './course-gestures.js';
import { courseKey } from './course-keys.js';
import { CourseLevels } from './course-levels.js';
import {
  cursorTime,
  lines,
  type StyledLine,
  shownView,
  showsDifference,
  valenceLines,
} from './course-state.js';
import { CourseWindow } from './course-window.js';

const HEIGHT = 250;
const VALENCE_HEIGHT = 96;
/** Of an hour that is opened, so many frames are taken in for each picture of the screen, so that none is dropped. */
const FRAMES_AT_ONCE = 6000;

/** The lines over time: probabilities above, valence below, with one view and one cursor. */
export function CoursePlots({ session }: { session: Session }) {
  const area = useRef<HTMLDivElement>(null);
  const upper = useRef<HTMLDivElement>(null);
  const lower = useRef<HTMLDivElement>(null);
  const selection = useRef<HTMLDivElement>(null);
  const isDifference = showsDifference.value;
  const shape = shapeOf(lines.value, valenceLines.value, isDifference);

  useEffect(() => {
    const holders = [upper.current!, lower.current!];
    const annotations = () => ({
      markers: session.info.peek().markers,
      excluded: session.info.peek().excluded,
      cursor: cursorTime.peek(),
    });
    const common = { colors: chartColors, annotations };
    const main = new CourseChart(holders[0], {
      ...common,
      lines: lines.peek(),
      range: isDifference ? [-1, 1] : [0, 1],
      height: HEIGHT,
      isLabelled: true,
    });
    const valence =
      valenceLines.peek().length === 0
        ? null
        : new CourseChart(holders[1], {
            ...common,
            lines: valenceLines.peek(),
            range: [-1, 1],
            height: VALENCE_HEIGHT,
            isLabelled: false,
          });
    const levels = new CourseLevels(session.store);
    const points = new CourseWindow(levels, FRAMES_AT_ONCE);
    const valencePoints = new CourseWindow(levels, FRAMES_AT_ONCE);
    let request = 0;
    const draw = () => {
      request = 0;
      // Between a change of lines and the charts made anew for it.
      if (shapeOf(lines.peek(), valenceLines.peek(), showsDifference.peek()) !== shape) return;
      const view = shownView(session);
      const shown = points.read(lines.peek(), view.from, view.to);
      main.show(shown, view);
      valence?.show(valencePoints.read(valenceLines.peek(), view.from, view.to), view);
      if (!shown.isComplete) schedule();
    };
    // However much changes, it is drawn once a picture of the screen.
    const schedule = () => {
      request ||= requestAnimationFrame(draw);
    };
    const stop = effect(() => {
      session.frames.value;
      session.info.value;
      session.revision.value;
      cursorTime.value;
      lines.value;
      valenceLines.value;
      shownView(session);
      schedule();
    });
    const observer = new ResizeObserver(() => {
      main.resize(holders[0].clientWidth, HEIGHT);
      valence?.resize(holders[1].clientWidth, VALENCE_HEIGHT);
      schedule();
    });
    observer.observe(holders[0]);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', schedule);
    const listeners = new AbortController();
    const screen = {
      area: () => main.plot.over.getBoundingClientRect(),
      select: (range: { left: number; width: number } | null) => {
        const bar = selection.current!;
        bar.hidden = range === null;
        if (range === null) return;
        bar.style.left = `${main.plot.over.offsetLeft + range.left}px`;
        bar.style.width = `${range.width}px`;
      },
    };
    new CourseGestures(area.current!, session, screen, listeners.signal);
    return () => {
      stop();
      cancelAnimationFrame(request);
      observer.disconnect();
      dark.removeEventListener('change', schedule);
      listeners.abort();
      main.destroy();
      valence?.destroy();
    };
  }, [session, shape]);

  return (
    <div
      ref={area}
      class="course-area"
      role="application"
      aria-label="Time course"
      aria-roledescription="chart"
      aria-describedby="course-keys"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys are told in the description
      tabIndex={0}
      onKeyDown={(event) => {
        if (courseKey(event, session)) event.preventDefault();
      }}
    >
      <div ref={upper} class="course-upper" />
      <div ref={lower} class="course-lower" />
      <div ref={selection} class="course-selection" hidden />
    </div>
  );
}

/** What a chart has to be made anew for; everything else it can just draw. */
function shapeOf(upper: readonly StyledLine[], lower: readonly StyledLine[], isDifference: boolean): string {
  const looks = (line: StyledLine) => `${line.color}${line.reading}${line.isDashed}`;
  return [...upper.map(looks), '|', ...lower.map(looks), isDifference].join();
}
