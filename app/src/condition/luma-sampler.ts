import type { Box, Plane, YuvImage } from 'affect-detect';

/** How many pixels of a picture are looked at. */
const WIDTH = 32;
const HEIGHT = 18;
const SAMPLES = WIDTH * HEIGHT;

/**
 * Takes single pixels of a part of a picture, evenly spread: means would hide that a sensor is alive.
 * @param box the part, pixels of the picture
 * @returns the luma of each, 0 to 255
 */
export type LumaSampler = (box: Box) => Float32Array;

/** Takes the pixels of a video's frame from its samples. */
export function samplesOf({ planes, width, height, colors }: YuvImage): LumaSampler {
  const { redWeight, blueWeight, isFullRange } = colors;
  const [black, scale, colorScale] = isFullRange ? [0, 1, 2] : [16, 255 / 219, 510 / 224];
  const value = (plane: Plane, x: number, y: number) => {
    const column = Math.floor((x / width) * plane.width);
    const row = Math.floor((y / height) * plane.height);
    return plane.data[row * plane.rowBytes + column];
  };
  return (box) => {
    const lumas = new Float32Array(SAMPLES);
    for (let i = 0; i < SAMPLES; i++) {
      const x = within(box.x + (((i % WIDTH) + 0.5) / WIDTH) * box.width, width - 1);
      const y = within(box.y + ((Math.floor(i / WIDTH) + 0.5) / HEIGHT) * box.height, height - 1);
      const [brightness, blueDifference, redDifference] = planes.map((plane) => value(plane, x, y));
      const base = (brightness - black) * scale;
      const red = base + (1 - redWeight) * (redDifference - 128) * colorScale;
      const blue = base + (1 - blueWeight) * (blueDifference - 128) * colorScale;
      const green = (base - redWeight * red - blueWeight * blue) / (1 - redWeight - blueWeight);
      lumas[i] = luma(within(red, 255), within(green, 255), within(blue, 255));
    }
    return lumas;
  };
}

function within(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}

/** @see Rec. 709 */
function luma(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Takes the pixels of anything that can be drawn; its canvas is kept. */
export class CanvasSampler {
  readonly #context: CanvasRenderingContext2D;

  constructor() {
    const canvas = document.createElement('canvas');
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    this.#context = canvas.getContext('2d', { willReadFrequently: true })!;
    this.#context.imageSmoothingEnabled = false;
  }

  samplesOf(picture: CanvasImageSource): LumaSampler {
    return (box) => {
      this.#context.drawImage(picture, box.x, box.y, box.width, box.height, 0, 0, WIDTH, HEIGHT);
      const { data } = this.#context.getImageData(0, 0, WIDTH, HEIGHT);
      const lumas = new Float32Array(SAMPLES);
      for (let i = 0; i < SAMPLES; i++) {
        lumas[i] = luma(data[4 * i], data[4 * i + 1], data[4 * i + 2]);
      }
      return lumas;
    };
  }
}
