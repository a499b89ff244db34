import type { Video } from 'affect-detect/browser';
import { SCAN_RATES, scan, scanned, scanRate, scanSpeed, startScan, stopScan } from '../state/scan.js';
import { Choice } from './choice.js';

/** Read a whole video faster than it plays. */
export function ScanControls({ duration }: Pick<Video, 'duration'>) {
  if (scan.value !== null) return <ScanProgress duration={duration} />;
  return (
    <fieldset class="control-group" aria-label="Whole video">
      <button
        type="button"
        class="button button-small"
        title="Reads the whole video from its start, as fast as this machine can, and misses no frame"
        onClick={() => startScan()}
      >
        Read it all
      </button>
      <Choice
        label="Frames to read of each second"
        options={SCAN_RATES.map((fps) => [fps, `${fps} / s`])}
        value={scanRate.value}
        isSmall
        onChoose={(fps) => {
          scanRate.value = fps;
        }}
      />
    </fieldset>
  );
}

function ScanProgress({ duration }: Pick<Video, 'duration'>) {
  const percent = duration === null ? null : Math.min(100, Math.round((scanned.value / duration) * 100));
  const speed = scanSpeed.value;
  return (
    <div class="control-group">
      <progress class="progress" aria-label="Reading the video" max={100} value={percent ?? undefined} />
      <span class="time" data-testid="scan">
        {percent !== null && `${percent} %`}
        {speed !== null && `, ${speed.toFixed(1)} × its speed`}
      </span>
      <button type="button" class="button button-small" aria-keyshortcuts="Escape" onClick={stopScan}>
        Cancel <kbd>Esc</kbd>
      </button>
    </div>
  );
}
