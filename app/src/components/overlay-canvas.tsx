import { useSignal, useSignalEffect } from '@preact/signals';
import { drawOverlay } from 'affect-detect';
import { useEffect, useRef } from 'preact/hooks';
import { faceAt } from '../state/face-at.js';
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
    const { width, height } = size.value;
    const context = canvas.current?.getContext('2d');
    if (!context || width === 0) return;
    prepare(context, width, height);
    const shown = faces.value.map(({ face: { box }, ...view }) => ({ ...view, box }));
    drawOverlay(context, shown, {
      width,
      height,
      source: result.value ?? size.value,
      mirrored: mirrored.value,
      chosenId: chosenFace.value?.id,
    });
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

/** Clear a canvas, and give it as many pixels as the screen has for it. */
function prepare(context: CanvasRenderingContext2D, width: number, height: number): void {
  const { canvas } = context;
  const pixels = {
    width: Math.round(width * devicePixelRatio),
    height: Math.round(height * devicePixelRatio),
  };
  // Setting a size makes the canvas anew, which is slower than clearing it.
  if (canvas.width !== pixels.width || canvas.height !== pixels.height) Object.assign(canvas, pixels);
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, width, height);
}
