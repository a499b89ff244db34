import { useEffect } from 'preact/hooks';
import { CAMERA_SIZES, cameraHeight, mirror } from '../state/settings.js';
import { cameras, opening, refreshCameras, source, startCamera, stop } from '../state/source.js';

/** Start and stop the camera, and choose which, how fine, and whether as in a mirror. */
export function CameraControls() {
  const shown = source.value;
  const isOn = shown?.kind === 'camera';
  const isStarting = opening.value === 'camera';

  useEffect(() => {
    refreshCameras();
    navigator.mediaDevices?.addEventListener('devicechange', refreshCameras);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', refreshCameras);
  }, []);

  return (
    <fieldset class="control-group" aria-label="Camera">
      {isOn || isStarting ? (
        <button type="button" class="button button-live" aria-keyshortcuts="Escape" onClick={stop}>
          <span class="live-dot" aria-hidden="true" />
          Stop camera <kbd>Esc</kbd>
        </button>
      ) : (
        <button type="button" class="button button-primary" onClick={() => startCamera()}>
          <CameraIcon />
          Start camera
        </button>
      )}
      {cameras.value.length > 1 && (
        <select
          class="select"
          aria-label="Which camera"
          value={isOn ? shown.camera.device.id : undefined}
          onChange={(event) => startCamera(event.currentTarget.value)}
        >
          {cameras.value.map(({ id, label }, i) => (
            <option key={id} value={id}>
              {label || `Camera ${i + 1}`}
            </option>
          ))}
        </select>
      )}
      {isOn && <ResolutionSelect deviceId={shown.camera.device.id} />}
      {isOn && (
        <label class="check">
          <input
            type="checkbox"
            checked={mirror.value}
            onChange={(event) => {
              mirror.value = event.currentTarget.checked;
            }}
          />
          Mirror
        </label>
      )}
    </fieldset>
  );
}

/** What the camera is asked for; it gives what comes nearest. */
function ResolutionSelect({ deviceId }: { deviceId: string }) {
  return (
    <select
      class="select"
      aria-label="Resolution"
      value={cameraHeight.value}
      onChange={(event) => {
        cameraHeight.value = Number(event.currentTarget.value);
        startCamera(deviceId);
      }}
    >
      {Object.entries(CAMERA_SIZES).map(([height, size]) => (
        <option key={height} value={height}>
          {size.width} × {size.height}
        </option>
      ))}
    </select>
  );
}

function CameraIcon() {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <rect x="1.5" y="5" width="11.5" height="10" rx="2.5" />
      <path d="M13 9l5-3v8l-5-3z" />
    </svg>
  );
}
