import type { Signal } from '@preact/signals';
import { resetSettings, smoothing, threshold } from '../state/settings.js';
import { source } from '../state/source.js';

/** Threshold and smoothing; the picture answers at once. */
export function SettingsPanel() {
  const isStill = source.value?.kind === 'image';
  return (
    <section class="card" aria-labelledby="settings-title">
      <h2 id="settings-title">
        Settings
        <button type="button" class="link" onClick={resetSettings}>
          Reset
        </button>
      </h2>
      <Slider
        id="threshold"
        label="Threshold"
        value={threshold}
        max={1}
        step={0.01}
        text={threshold.value.toFixed(2)}
        hint="Below this probability a face is shown as uncertain."
      />
      <Slider
        id="smoothing"
        label="Smoothing"
        value={smoothing}
        max={2}
        step={0.05}
        text={smoothing.value === 0 ? 'off' : `${smoothing.value.toFixed(2)} s`}
        hint={
          isStill
            ? 'For videos and the camera; a still has nothing to smooth.'
            : 'Calms the bars; ticks show the unsmoothed values.'
        }
      />
    </section>
  );
}

interface SliderProps {
  readonly id: string;
  readonly label: string;
  readonly value: Signal<number>;
  readonly max: number;
  readonly step: number;
  readonly text: string;
  readonly hint: string;
}

function Slider({ id, label, value, max, step, text, hint }: SliderProps) {
  return (
    <div class="setting">
      <label for={id}>{label}</label>
      <output for={id} class="number">
        {text}
      </output>
      <input
        id={id}
        type="range"
        class="slider"
        min={0}
        max={max}
        step={step}
        value={value.value}
        aria-valuetext={text}
        aria-describedby={`${id}-hint`}
        onInput={(event) => {
          value.value = event.currentTarget.valueAsNumber;
        }}
      />
      <p id={`${id}-hint`} class="quiet">
        {hint}
      </p>
    </div>
  );
}
