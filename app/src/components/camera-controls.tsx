import { useEffect } from 'preact/hooks';
import { CAMERA_SIZES, cameraHeight, mirror } from '../state/settings.js';
import { cameras, opening, refreshCameras, source, startCamera, stop } from '../state/source.js';
import { CheckBox } from './check-box.js';
import { Choice } from './choice.js';

/** What the camera is asked for; it gives what comes nearest. */
const SIZES = Object.entries(CAMERA_SIZES).map(
  ([height, size]) => [Number(height), `${size.width} × ${size.height}`] as const,
);

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
        <Choice
          label="Which camera"
          options={cameras.value.map(({ id, label }, i) => [id, label || `Camera ${i + 1}`])}
          value={isOn ? shown.camera.device.id : undefined}
          onChoose={startCamera}
        />
      )}
      {isOn && (
        <Choice
          label="Resolution"
          options={SIZES}
          value={cameraHeight.value}
          onChoose={(height) => {
            cameraHeight.value = height;
            startCamera(shown.camera.device.id);
          }}
        />
      )}
      {isOn && <CheckBox checked={mirror}>Mirror</CheckBox>}
    </fieldset>
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
