import { effect } from '@preact/signals';
import { expressionName, formatPercent } from 'affect-detect';
import { useEffect, useState } from 'preact/hooks';
import { chosenFace, faces, result } from '../state/reading.js';

const PAUSE_MS = 2500;

/** Tells screen readers what was read, when it changes, and not more often than one can listen. */
export function SpokenReading() {
  const [text, setText] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let spoken = '';
    const speak = () => {
      timer = undefined;
      const next = describe();
      if (next.key === spoken) return;
      spoken = next.key;
      setText(next.text);
      timer = setTimeout(speak, PAUSE_MS);
    };
    const stop = effect(() => {
      describe();
      timer ??= setTimeout(speak, 300);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return (
    <p class="visually-hidden" role="status">
      {text}
    </p>
  );
}

/** @returns what to say, and a key that changes only when it is worth saying again */
function describe(): { key: string; text: string } {
  if (!result.value) return { key: '', text: '' };
  const count = faces.value.length;
  const found = count === 0 ? 'No face found' : count === 1 ? '1 face' : `${count} faces`;
  const view = chosenFace.value;
  if (!view) return { key: found, text: `${found}.` };
  const name = expressionName(view.expression);
  return {
    key: `${found} ${view.id} ${name}`,
    text: `${found}. Face ${view.id}: ${name}, ${formatPercent(view.probability)}.`,
  };
}
