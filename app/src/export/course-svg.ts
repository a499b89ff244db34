import type { Session } from '../recording/session.js';
import { formatTime } from '../time-format.js';
import { CourseLevels } from '../timecourse/course-levels.js';
import {
  lines,
  type StyledLine,
  shownView,
  showsDifference,
  valenceLines,
} from '../timecourse/course-state.js';
import { type CoursePoints, CourseWindow } from '../timecourse/course-window.js';
import type { TimeView } from '../timecourse/time-view.js';

const WIDTH = 960;
const LEFT = 44;
const RIGHT = 16;
const TOP = 64;
const HEIGHT = 280;
const VALENCE_HEIGHT = 100;
const BETWEEN = 34;
const INK = '#1c211e';

/** A box of the drawing, and what its vertical axis spans. */
interface Panel {
  readonly top: number;
  readonly height: number;
  readonly low: number;
  readonly high: number;
}

/** The time course as it is looked at now, as a picture that stands by itself. */
export function courseSvg(session: Session): string {
  const view = shownView(session);
  const { name, markers, excluded } = session.info.peek();
  const upper: Panel = { top: TOP, height: HEIGHT, low: showsDifference.peek() ? -1 : 0, high: 1 };
  const lower: Panel = { top: TOP + HEIGHT + BETWEEN, height: VALENCE_HEIGHT, low: -1, high: 1 };
  const hasValence = valenceLines.peek().length > 0;
  const height = hasValence ? lower.top + lower.height + 12 : lower.top;
  const x = (time: number) => LEFT + ((time - view.from) / (view.to - view.from)) * (WIDTH - LEFT - RIGHT);
  const within = (time: number) => time >= view.from && time <= view.to;
  const bottom = hasValence ? lower.top + lower.height : TOP + HEIGHT;
  const clip = (time: number) => Math.min(view.to, Math.max(view.from, time));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="${INK}">`,
    `<title>${escaped(`Time course of ${name}`)}</title><rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="${LEFT}" y="22" font-size="15" font-weight="600">${escaped(name)}</text>`,
    legend(),
    ...excluded
      .filter(({ start, end }) => end > view.from && start < view.to)
      .map(
        ({ start, end }) =>
          `<rect x="${round(x(clip(start)))}" y="${TOP}" width="${round(x(clip(end)) - x(clip(start)))}" height="${bottom - TOP}" fill="#000000" fill-opacity="0.08"><title>Excluded</title></rect>`,
      ),
    panel(session, upper, lines.peek(), view, x),
    timeAxis(view, x, TOP + HEIGHT),
    hasValence ? panel(session, lower, valenceLines.peek(), view, x) : '',
    ...markers
      .filter(({ time }) => within(time))
      .map(
        ({ time, label }) =>
          `<line x1="${round(x(time))}" x2="${round(x(time))}" y1="${TOP}" y2="${bottom}" stroke="${INK}" stroke-dasharray="4 3" stroke-opacity="0.6"/><text x="${round(x(time) + 4)}" y="${TOP + 12}">${escaped(label)}</text>`,
      ),
    '</svg>',
  ].join('');
}

function panel(
  { store }: Session,
  box: Panel,
  shown: readonly StyledLine[],
  view: TimeView,
  x: (time: number) => number,
): string {
  const y = (value: number) => box.top + box.height * (1 - (value - box.low) / (box.high - box.low));
  const ticks =
    box.height < 150 ? [-1, 0, 1] : box.low < 0 ? [-1, -0.5, 0, 0.5, 1] : [0, 0.2, 0.4, 0.6, 0.8, 1];
  const grid = ticks.map(
    (tick) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(tick)}" y2="${y(tick)}" stroke="#dcd9ce"/><text x="${LEFT - 8}" y="${y(tick) + 4}" text-anchor="end">${tick < 0 ? `−${-tick}` : tick}</text>`,
  );
  const points = new CourseWindow(new CourseLevels(store)).read(shown, view.from, view.to);
  const paths = shown.map(({ color, reading, isDashed }, i) => {
    const looks = `stroke="${color === 'ink' ? INK : color}" stroke-width="${reading === 'raw' ? 1 : 1.75}" stroke-opacity="${reading === 'raw' ? 0.4 : 1}"${isDashed ? ' stroke-dasharray="6 4"' : ''}`;
    return `<path d="${pathOf(points, i, view, x, y)}" fill="none" ${looks}/>`;
  });
  return `<g>${grid.join('')}${paths.join('')}</g>`;
}

function pathOf(
  { x: times, ys, gapSeconds }: CoursePoints,
  line: number,
  view: TimeView,
  x: (time: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let before = Number.NaN;
  for (let i = 0; i < times.length; i++) {
    const value = ys[line][i];
    const time = times[i];
    if (Number.isNaN(value) || time < view.from || time > view.to) {
      before = Number.NaN;
      continue;
    }
    path += `${time - before <= gapSeconds ? 'L' : 'M'}${round(x(time))} ${round(y(value))}`;
    before = time;
  }
  return path;
}

function timeAxis(view: TimeView, x: (time: number) => number, top: number): string {
  const seconds = view.to - view.from;
  const steps = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, 3600];
  const step = steps.find((each) => seconds / each <= 10) ?? seconds / 10;
  const ticks: string[] = [];
  for (let time = Math.ceil(view.from / step) * step; time <= view.to; time += step) {
    ticks.push(
      `<text x="${round(x(time))}" y="${top + 18}" text-anchor="middle">${formatTime(time, step < 1 ? 1 : 0)}</text>`,
    );
  }
  return ticks.join('');
}

function legend(): string {
  let x = LEFT;
  const entries = [...lines.peek(), ...valenceLines.peek()].filter(({ reading }) => reading === 'smoothed');
  return entries
    .map(({ name, color, isDashed }) => {
      const entry = `<line x1="${x}" x2="${x + 18}" y1="42" y2="42" stroke="${color === 'ink' ? INK : color}" stroke-width="3"${isDashed ? ' stroke-dasharray="6 4"' : ''}/><text x="${x + 23}" y="46">${escaped(name)}</text>`;
      x += 44 + 7 * name.length;
      return entry;
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML may not contain them
  const clean = text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
  return clean.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
