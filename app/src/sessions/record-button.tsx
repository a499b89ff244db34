import { source } from '../state/source.js';
import { isWaiting, recorded, startRecording, stopRecording } from './recorder.js';

/** Begin and end a recording of the stream on show. */
export function RecordButton() {
  const shown = source.value;
  if (shown === null || shown.kind === 'image' || (shown.kind === 'video' && shown.isReplay)) return null;
  const isOn = recorded.value !== null || isWaiting.value;
  return (
    <button
      type="button"
      class={isOn ? 'button button-live' : 'button'}
      title={
        shown.kind === 'video' && !isOn ? 'Plays the video from its start, and keeps what is read' : undefined
      }
      onClick={() => (isOn ? stopRecording() : startRecording())}
    >
      <span class={isOn ? 'record-stop' : 'record-dot'} aria-hidden="true" />
      {isOn ? 'Stop recording' : 'Record'}
    </button>
  );
}
