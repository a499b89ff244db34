import { type DetectorState, detectorState, detectorWarning } from '../state/detector.js';
import { rates } from '../state/reading.js';

/** What runs the networks, and how fast. */
export function StatusBar() {
  const state = detectorState.value;
  const speed = rates.value;
  return (
    <dl class="status" aria-label="Status">
      {speed && (
        <>
          <div>
            <dt>Frames</dt>
            <dd data-testid="fps">{speed.fps.toFixed(speed.fps < 10 ? 1 : 0)} / s</dd>
          </div>
          <div>
            <dt>Latency</dt>
            <dd data-testid="latency">{Math.round(speed.latencyMs)} ms</dd>
          </div>
        </>
      )}
      <div>
        <dt>Runs on</dt>
        <dd data-testid="backend" title={details(state)}>
          <span class={`lamp lamp-${state.status}`} aria-hidden="true" />
          {state.status === 'ready'
            ? describe(state.detector.loaded)
            : state.status === 'loading'
              ? 'loading…'
              : 'failed'}
        </dd>
      </div>
    </dl>
  );
}

function describe({ backend, threads }: { backend: string; threads: number }): string {
  if (backend === 'webgpu') return 'WebGPU';
  return threads > 1 ? `WebAssembly × ${threads}` : 'WebAssembly';
}

/** Which models read the faces, and why nothing faster runs them. */
function details(state: DetectorState): string | undefined {
  if (state.status !== 'ready') return undefined;
  const { detector, model, labels } = state.detector.loaded;
  return [`Faces by ${detector}, expressions by ${model}, labels ${labels}.`, detectorWarning.value]
    .filter(Boolean)
    .join(' ');
}
