import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { drawOverlay } from '../overlay/draw-overlay.js';
import { faceAt } from '../overlay/face-at.js';
import { chosenFace, chosenId, faces, result } from '../state/reading.js';
import { mirrored } from '../state/source.js';

/** The canvas over the picture: as many pixels as the screen has, and a click chooses a face. */
export function OverlayCanvas() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSignal({ width: 0, height: 0 });

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      size.value = { width: entry.contentRect.width, height: entry.contentRect.height };
    });
    observer.observe(canvas.current!);
    return () => observer.disconnect();
  }, [size]);

  useSignalEffect(() => {
    const shown = size.value;
    const context = canvas.current?.getContext('2d');
    if (!context || shown.width === 0) return;
    const { width, height } = result.value ?? shown;
    const view = {
      ...shown,
      scaleX: shown.width / width,
      scaleY: shown.height / height,
      mirrored: mirrored.value,
    };
    drawOverlay(context, faces.value, chosenFace.value?.id ?? null, view, devicePixelRatio);
  });

  const choose = (event: MouseEvent) => {
    if (!result.value) return;
    const { width, height } = result.value;
    const bounds = canvas.current!.getBoundingClientRect();
    const x = ((event.clientX - bounds.left) / bounds.width) * width;
    const y = ((event.clientY - bounds.top) / bounds.height) * height;
    const face = faceAt(faces.value, mirrored.value ? width - x : x, y);
    if (face) chosenId.value = face.id;
  };

  const found = faces.value.length;
  return (
    // The list of faces beside the picture does the same from the keyboard.
    <canvas
      ref={canvas}
      class="overlay"
      role="img"
      aria-label={`${found === 1 ? '1 face' : `${found} faces`} marked in the picture`}
      onClick={choose}
    />
  );
}
