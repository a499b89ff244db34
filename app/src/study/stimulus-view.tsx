import type { Stimulus } from 'affect-detect';
import { useEffect, useRef } from 'preact/hooks';
import { stimulusEvents, study } from './study-run.js';

const tell = (name: 'shown' | 'ended' | 'failed') => stimulusEvents.dispatchEvent(new Event(name));

/** One stimulus; tells the run when it is really to be seen, and when it has ended. */
export function StimulusView({ stimulus }: { stimulus: Stimulus }) {
  const url = study.value?.urls.get(stimulus);
  return stimulus.kind === 'video' ? (
    <VideoStimulus url={url!} label={stimulus.label} />
  ) : (
    <ImageStimulus url={url!} label={stimulus.label} seconds={stimulus.seconds} />
  );
}

function ImageStimulus({ url, label, seconds }: { url: string; label: string; seconds: number }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    image.current!.decode().then(
      () => {
        // The frame after the next has it on the screen.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            if (isGone) return;
            tell('shown');
            timer = setTimeout(() => tell('ended'), seconds * 1000);
          }),
        );
      },
      () => !isGone && tell('failed'),
    );
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [seconds]);
  return <img ref={image} class="study-media" src={url} alt={label} />;
}

function VideoStimulus({ url, label }: { url: string; label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current!;
    const handle = element.requestVideoFrameCallback(() => tell('shown'));
    element.play().catch(() => element.isConnected && tell('failed'));
    return () => {
      element.cancelVideoFrameCallback(handle);
      element.pause();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useMediaCaption: the researcher's own stimulus, shown as it is
    <video
      ref={video}
      class="study-media"
      src={url}
      aria-label={label}
      playsInline
      onEnded={() => tell('ended')}
      onError={() => tell('failed')}
    />
  );
}
