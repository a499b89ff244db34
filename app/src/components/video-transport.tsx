import type { Video } from 'affect-detect/browser';
import { useEffect, useState } from 'preact/hooks';
import { scan } from '../state/scan.js';
import { ScanControls } from './scan-controls.js';

interface VideoTransportProps {
  readonly video: Video;
  /** Whether it can be read as a whole, faster than it plays. */
  readonly canScan: boolean;
}

/** Play, pause and seek a video file, or read all of it. */
export function VideoTransport({ video: { element, duration }, canScan }: VideoTransportProps) {
  const [state, setState] = useState({ time: 0, paused: true, isBroken: false });
  useEffect(() => {
    const listeners = new AbortController();
    const update = () =>
      setState({ time: element.currentTime, paused: element.paused, isBroken: element.error !== null });
    for (const event of ['timeupdate', 'play', 'pause', 'seeked', 'ended', 'error']) {
      element.addEventListener(event, update, { signal: listeners.signal });
    }
    update();
    return () => listeners.abort();
  }, [element]);

  // A browser plays nothing more of a video that it failed to decode; the reason is said beside it.
  const isLocked = scan.value !== null || state.isBroken;
  return (
    <fieldset class="transport" aria-label="Playback">
      <button
        type="button"
        class="button button-round"
        aria-label={state.paused ? 'Play' : 'Pause'}
        disabled={isLocked}
        onClick={() => (element.paused ? element.play() : element.pause())}
      >
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
          {state.paused ? <path d="M6 4l10 6-10 6z" /> : <path d="M5 4h3.5v12H5zM11.5 4H15v12h-3.5z" />}
        </svg>
      </button>
      <input
        type="range"
        class="slider"
        aria-label="Position"
        aria-valuetext={formatTime(state.time)}
        min={0}
        max={duration ?? 0}
        step={0.01}
        value={state.time}
        disabled={duration === null || isLocked}
        onInput={(event) => {
          element.currentTime = event.currentTarget.valueAsNumber;
        }}
      />
      <span class="time">
        {formatTime(state.time)}
        {duration !== null && ` / ${formatTime(duration)}`}
      </span>
      {canScan && <ScanControls duration={duration} />}
    </fieldset>
  );
}

function formatTime(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
