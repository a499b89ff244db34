import { EXPRESSION_COLORS, EXPRESSIONS, expressionName, formatPercent } from 'affect-detect';
import type { Session } from '../recording/session.js';
import { type Response, responseTo } from './response.js';
import { type StimulusSpan, spansOf } from './stimulus-span.js';

const WIDTH = 600;
const HEIGHT = 120;
/** More points than this would not be seen. */
const MOST_POINTS = 600;

/** The main face's response to each stimulus of a study, on the stimulus's own clock. */
export function ResponsePanel({ session }: { session: Session }) {
  const spans = spansOf(session.info.value.markers);
  session.frames.value;
  if (spans.length === 0) return null;
  return (
    <section class="card" aria-labelledby="response-title">
      <h2 id="response-title">
        Response by stimulus
        <span class="count">{spans.length}</span>
      </h2>
      <ul class="response-legend" aria-hidden="true">
        {EXPRESSIONS.map((expression) => (
          <li key={expression} class="legend-entry" style={{ '--color': EXPRESSION_COLORS[expression].fill }}>
            <span class="legend-line" />
            {expressionName(expression)}
          </li>
        ))}
      </ul>
      <div class="responses">
        {spans.map((span) => (
          <ResponseFigure key={span.start} session={session} span={span} />
        ))}
      </div>
    </section>
  );
}

function ResponseFigure({ session, span }: { session: Session; span: StimulusSpan }) {
  const response = responseTo(session.store, span);
  const seconds = span.end - span.start;
  return (
    <figure class="response">
      <figcaption>
        <strong>{span.label}</strong>
        <span class="quiet">{describe(response)}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Response to ${span.label}: ${describe(response)}`}
      >
        <path class="response-axis" d={`M0 .5H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT}H${WIDTH}`} />
        {EXPRESSIONS.map((expression, i) => (
          <path
            key={expression}
            class="response-line"
            style={{ '--color': EXPRESSION_COLORS[expression].fill }}
            d={linePath(response, i, seconds)}
          />
        ))}
      </svg>
      <div class="response-ends number">
        <span>0 s</span>
        <span>{seconds.toFixed(1)} s</span>
      </div>
    </figure>
  );
}

/** `Mostly happy (mean 72 %), face seen 98 % of the time`. */
function describe({ means, coverage }: Response): string {
  if (!(coverage > 0)) return 'no face seen';
  const most = means.indexOf(Math.max(...means));
  return `mostly ${EXPRESSIONS[most]} (mean ${formatPercent(means[most])}), face seen ${formatPercent(coverage)} of the time`;
}

function linePath({ course }: Response, expression: number, seconds: number): string {
  const stride = Math.max(1, Math.ceil(course.length / MOST_POINTS));
  let isDrawing = false;
  let path = '';
  for (let i = 0; i < course.length; i += stride) {
    const { time, probabilities } = course[i];
    if (probabilities === null) {
      isDrawing = false;
      continue;
    }
    const x = (time / seconds) * WIDTH;
    const y = (1 - probabilities[expression]) * HEIGHT;
    path += `${isDrawing ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    isDrawing = true;
  }
  return path;
}
