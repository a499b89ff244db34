import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { describeCondition } from '../condition/describe-condition.js';
import { condition, watchPicture } from '../condition/picture-condition.js';
import { detectorState } from '../state/detector.js';
import { result } from '../state/reading.js';
import { mirrored, notice, opening, type Source, source } from '../state/source.js';
import { OverlayCanvas } from './overlay-canvas.js';

/** The picture that is looked at, with what was read drawn over it. */
export function Stage() {
  const shown = source.value;
  return (
    <div class="stage">
      {shown ? <Picture key={keyOf(shown)} source={shown} /> : <EmptyStage />}
      <StageMessage />
    </div>
  );
}

function Picture({ source: shown }: { source: Source }) {
  // A phone that is turned changes the shape of its camera's picture.
  const { width, height } = result.value ?? sizeOf(shown);
  return (
    // The frame has the picture's own shape, so that the overlay's pixels are the picture's.
    <div class="frame" style={{ '--ratio': String(width / height) }}>
      {shown.kind === 'image' ? (
        <StillPicture url={shown.url} description={shown.description} />
      ) : (
        <VideoElement source={shown} />
      )}
      <OverlayCanvas />
    </div>
  );
}

function StillPicture({ url, description }: { url: string; description: string }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => watchPicture(image.current!, 'image'), []);
  return <img ref={image} class="media" src={url} alt={description} />;
}

/** Shows the element that the source made, rather than one of ours. */
function VideoElement({ source: shown }: { source: Exclude<Source, { kind: 'image' }> }) {
  const holder = useRef<HTMLDivElement>(null);
  const { element } = shown.kind === 'video' ? shown.video : shown.camera;
  const label = shown.kind === 'camera' ? 'Camera picture' : shown.name;
  useLayoutEffect(() => {
    element.className = 'media';
    element.setAttribute('aria-label', label);
    holder.current?.replaceChildren(element);
  }, [element, label]);
  useEffect(() => watchPicture(element, shown.kind), [element, shown.kind]);
  return <div ref={holder} class={mirrored.value ? 'video-holder mirrored' : 'video-holder'} />;
}

function EmptyStage() {
  return (
    <div class="empty">
      <p class="empty-title">
        {opening.value === 'camera' ? 'Waiting for the camera…' : 'Nothing to look at yet'}
      </p>
      <p>
        {opening.value === 'camera'
          ? 'Your browser may be asking whether this page may use it.'
          : 'Start the camera, drop a picture or a video here, or take a sample.'}
      </p>
    </div>
  );
}

/** What a person should know about the picture: an error, loading, or what is wrong with it. */
function StageMessage() {
  const state = detectorState.value;
  if (notice.value) return <Message kind="problem" text={notice.value} />;
  if (state.status === 'failed')
    return <Message kind="problem" text={`The models can't be loaded: ${state.message}`} />;
  if (state.status === 'loading' && source.value) return <Message kind="busy" text="Loading the models…" />;
  if (source.value && condition.value !== null)
    return <Message kind="hint" text={describeCondition(condition.value)} />;
  return null;
}

function Message({ kind, text }: { kind: 'problem' | 'busy' | 'hint'; text: string }) {
  return (
    <p class={`message message-${kind}`} role={kind === 'problem' ? 'alert' : 'status'}>
      {text}
      {kind === 'problem' && notice.value && (
        <button
          type="button"
          class="message-close"
          aria-label="Dismiss this message"
          onClick={() => {
            notice.value = null;
          }}
        >
          ×
        </button>
      )}
    </p>
  );
}

function sizeOf(shown: Source): { width: number; height: number } {
  if (shown.kind === 'image') return shown;
  return shown.kind === 'video' ? shown.video : shown.camera;
}

function keyOf(shown: Source): string {
  return shown.kind === 'image'
    ? shown.url
    : shown.kind === 'video'
      ? shown.video.element.src
      : shown.camera.stream.id;
}
