import type uPlot from 'uplot';

/** What a line's path depends on. */
export interface LinePathOptions {
  /** Points further apart than this, seconds, are not joined. */
  readonly gapSeconds: () => number;
  /** Thickness, device pixels; whole. */
  readonly thickness: () => number;
}

/**
 * Builds a line's path for uPlot: broken where a value is missing, or two points are too far apart to be joined.
 *
 * A thick line is as many lines one pixel apart. Without a GPU, Chromium strokes paths of one pixel 40 times faster than
 * those of two: eight lines of 900 points take 1 ms in place of 50.
 */
export function linePath({ gapSeconds, thickness }: LinePathOptions): uPlot.Series.PathBuilder {
  return (chart, seriesIndex) => {
    const stroke = new Path2D();
    const copies = thickness();
    for (let copy = 0; copy < copies; copy++) {
      addLine(stroke, chart, seriesIndex, gapSeconds(), copy - (copies - 1) / 2);
    }
    return { stroke, flags: 1 };
  };
}

function addLine(
  path: Path2D,
  { data, bbox, scales }: uPlot,
  seriesIndex: number,
  gapSeconds: number,
  shift: number,
): void {
  const x = data[0];
  const y = data[seriesIndex] as ArrayLike<number>;
  const start = scales.x.min!;
  const low = scales.y.min!;
  const pixelsPerSecond = bbox.width / (scales.x.max! - start);
  const pixelsPerUnit = bbox.height / (scales.y.max! - low);
  const bottom = bbox.top + bbox.height + shift;
  let isOpen = false;
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(y[i])) {
      isOpen = false;
      continue;
    }
    const px = bbox.left + (x[i] - start) * pixelsPerSecond;
    const py = bottom - (y[i] - low) * pixelsPerUnit;
    if (isOpen && x[i] - x[i - 1] <= gapSeconds) path.lineTo(px, py);
    else {
      path.moveTo(px, py);
      // A lone point would else be invisible.
      path.lineTo(px + 1, py);
    }
    isOpen = true;
  }
}
