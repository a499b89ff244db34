import { EXPRESSION_COLORS, expressionName, formatPercent, UNCERTAIN_COLOR } from 'affect-detect';
import { chosenFace, chosenId, faces, result } from '../state/reading.js';

/** Every face with what was read; one is chosen for the bars. */
export function FaceList() {
  const found = faces.value;
  return (
    <section class="card" aria-labelledby="faces-title">
      <h2 id="faces-title">
        Faces <span class="count">{result.value ? found.length : ''}</span>
      </h2>
      {found.length === 0 ? (
        <p class="quiet">{result.value ? 'No face in this picture.' : 'Nothing has been read yet.'}</p>
      ) : (
        <div class="faces" role="radiogroup" aria-label="Face whose bars are shown">
          {found.map(({ id, expression, probability }) => (
            <label key={id} class="face">
              <input
                type="radio"
                name="face"
                checked={chosenFace.value?.id === id}
                onChange={() => {
                  chosenId.value = id;
                }}
              />
              <span
                class={expression ? 'swatch' : 'swatch swatch-uncertain'}
                style={{ '--color': (expression ? EXPRESSION_COLORS[expression] : UNCERTAIN_COLOR).fill }}
              />
              <span class="face-name">Face {id}</span>
              <span class="face-expression">{expressionName(expression)}</span>
              <span class="number">{formatPercent(probability)}</span>
            </label>
          ))}
        </div>
      )}
    </section>
  );
}
