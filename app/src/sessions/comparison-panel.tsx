import { expressionName, STATES } from 'affect-detect';
import type { Chart } from 'affect-detect/report';
import { download } from '../export/download.js';
import { svgToPng } from '../export/svg-to-png.js';
import { comparison, comparisonReport, isComparing, type ShownComparison } from './comparison-state.js';

/** Whoever asked for a comparison wants to be there. Outside of the component, so that it is called once. */
function focusOn(element: HTMLElement | null): void {
  element?.focus();
}

/** Sessions or groups of them side by side: shares of the time, and the mean over aligned time with its band. */
export function ComparisonPanel() {
  const shown = comparison.value;
  if (isComparing.value)
    return (
      <p class="card quiet" role="status">
        Summing the sessions up…
      </p>
    );
  if (shown === null) return null;
  const { charts } = shown;
  const drawn = [charts.proportions, charts.intervals, charts.course].filter((chart) => chart !== null);
  return (
    <section ref={focusOn} class="card" aria-labelledby="comparison-title" tabIndex={-1}>
      <header class="course-header">
        <h2 id="comparison-title">Comparison</h2>
        <span class="course-views">
          <button
            type="button"
            class="button button-small"
            onClick={async () => download(await comparisonReport(shown), 'comparison.html')}
          >
            HTML report
          </button>
          <button
            type="button"
            class="button button-small"
            onClick={() => {
              comparison.value = null;
            }}
          >
            Close
          </button>
        </span>
      </header>
      <ComparisonTable shown={shown} />
      <div class="chart-figures">
        {drawn.map((chart) => (
          <ChartFigure key={chart.id} chart={chart} />
        ))}
      </div>
    </section>
  );
}

function ComparisonTable({ shown: { charts } }: { shown: ShownComparison }) {
  const { groups, isGrouped } = charts.comparison;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a narrow screen, and must by keys too
    <section class="scroll" aria-label="Shares of the time in numbers" tabIndex={0}>
      <table class="numbers">
        <caption>
          Share of the time with a face{isGrouped ? ', mean over the sessions of each group' : ''}, with its
          95 % interval
        </caption>
        <thead>
          <tr>
            <th scope="col">{isGrouped ? 'Group' : 'Session'}</th>
            {STATES.map((state) => (
              <th key={state} scope="col">
                {expressionName(state === 'uncertain' ? null : state)}
              </th>
            ))}
            <th scope="col">Valence</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ name, recordings, timeShare, valence }) => (
            <tr key={name}>
              <th scope="row">
                {name}
                {isGrouped && ` (n = ${recordings.length})`}
              </th>
              {STATES.map((state) => {
                const share = timeShare?.[state];
                const interval = share?.interval95;
                return (
                  <td key={state} class="number">
                    {share ? `${(share.mean * 100).toFixed(1)} %` : '–'}
                    {interval && (
                      <span class="interval">
                        {(interval[0] * 100).toFixed(0)}–{(interval[1] * 100).toFixed(0)}
                      </span>
                    )}
                  </td>
                );
              })}
              <td class="number">{valence ? valence.mean.toFixed(3).replace('-', '−') : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A chart of the report, which is SVG without anything that the page's policy forbids. */
function ChartFigure({ chart: { id, title, svg } }: { chart: Chart }) {
  const text = String(svg);
  return (
    <figure class="chart-figure">
      <section
        class="scroll"
        aria-label={title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a narrow screen, and must by keys too
        tabIndex={0}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by our own report, which escapes every name
        dangerouslySetInnerHTML={{ __html: text }}
      />
      <figcaption class="course-views">
        <button
          type="button"
          class="link"
          aria-label={`Save ${title} as SVG`}
          onClick={() => download(new Blob([text], { type: 'image/svg+xml' }), `${id}.svg`)}
        >
          SVG
        </button>
        <button
          type="button"
          class="link"
          aria-label={`Save ${title} as PNG`}
          onClick={async () => download(await svgToPng(text), `${id}.png`)}
        >
          PNG
        </button>
      </figcaption>
    </figure>
  );
}
