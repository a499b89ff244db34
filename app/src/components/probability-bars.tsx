import { EXPRESSION_COLORS, EXPRESSIONS, expressionName, formatPercent } from 'affect-detect';
import { chosenFace } from '../state/reading.js';
import { threshold } from '../state/settings.js';

/** The seven probabilities of the chosen face; in a stream the unsmoothed ones are ticks on the bars. */
export function ProbabilityBars() {
  const view = chosenFace.value;
  const raw = view?.face.rawProbabilities;
  return (
    <section class="card" aria-labelledby="bars-title">
      <h2 id="bars-title">
        Expression
        {view && <span class="count">Face {view.id}</span>}
      </h2>
      <div class="bars" style={{ '--threshold': String(threshold.value) }}>
        {EXPRESSIONS.map((expression) => {
          const probability = view?.face.probabilities[expression] ?? 0;
          return (
            <div
              key={expression}
              class={view?.expression === expression ? 'bar-row bar-row-named' : 'bar-row'}
            >
              <span class="bar-name">{expressionName(expression)}</span>
              {/* biome-ignore lint/a11y/useSemanticElements: a <meter> can show neither the tick nor the threshold */}
              <div
                class="bar"
                role="meter"
                aria-label={expressionName(expression)}
                aria-valuemin={0}
                aria-valuemax={100}
                aria-valuenow={Math.round(probability * 100)}
                aria-valuetext={formatPercent(probability)}
                style={{ '--value': String(probability), '--color': EXPRESSION_COLORS[expression].fill }}
              >
                <span class="bar-fill" />
                {raw && <span class="bar-raw" style={{ '--value': String(raw[expression]) }} />}
              </div>
              <span class="number">{view ? formatPercent(probability) : '–'}</span>
            </div>
          );
        })}
      </div>
    </section>
  );
}
