import { expressionName, type State } from 'affect-detect';

interface TransitionMatrixProps {
  readonly states: readonly State[];
  /** `transitions[from][to]`, in the order of `states`. */
  readonly transitions: readonly (readonly number[])[];
}

/** How often each state was followed by each other one, as a heat map. */
export function TransitionMatrix({ states, transitions }: TransitionMatrixProps) {
  const most = Math.max(1, ...transitions.flat());
  const total = transitions.flat().reduce((sum, count) => sum + count, 0);
  const name = (state: State) => expressionName(state === 'uncertain' ? null : state);
  return (
    <details class="transitions">
      <summary>
        Transitions <span class="count">{total}</span>
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a narrow screen, and must by keys too */}
      <section class="scroll" aria-label="Transitions between expressions" tabIndex={0}>
        <table class="numbers heat">
          <caption>From the expression at the left to the one at the top, within a face</caption>
          <thead>
            <tr>
              <td />
              {states.map((state) => (
                <th key={state} scope="col">
                  {name(state)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {states.map((from, i) => (
              <tr key={from}>
                <th scope="row">{name(from)}</th>
                {states.map((to, j) => (
                  <td
                    key={to}
                    class={i === j ? 'number heat-none' : 'number'}
                    style={{ '--heat': `${Math.round((transitions[i][j] / most) * 60)}%` }}
                  >
                    {i === j ? '' : transitions[i][j]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
