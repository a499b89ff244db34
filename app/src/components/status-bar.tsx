import { detectorState, detectorWarning } from '../state/detector.js';
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
      <div title={detectorWarning.value ?? undefined}>
        <dt>Runs on</dt>
        <dd data-testid="backend">
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
