import { AlbumStrip } from '../album/album-strip.js';
import { VideoStrip } from '../queue/video-strip.js';
import { RecordButton } from '../sessions/record-button.js';
import { source } from '../state/source.js';
import { CameraControls } from './camera-controls.js';
import { FilePicker } from './file-picker.js';
import { SamplePicker } from './sample-picker.js';
import { ScreenControls } from './screen-controls.js';
import { VideoTransport } from './video-transport.js';

/** Everything that changes what is looked at. */
export function Controls() {
  const shown = source.value;
  return (
    <div class="controls">
      {shown?.kind === 'video' && (
        <VideoTransport key={shown.video.element.src} video={shown.video} canScan={!shown.isReplay} />
      )}
      <AlbumStrip />
      <VideoStrip />
      <div class="control-row">
        <CameraControls />
        <ScreenControls />
        <RecordButton />
        <FilePicker />
        <SamplePicker />
      </div>
    </div>
  );
}
