import type uPlot from 'uplot';

/** Builds a line's path for uPlot: broken where a value is missing, or two points are too far apart to be joined. */
export function linePath(gapSeconds: () => number): uPlot.Series.PathBuilder {
  return (chart, seriesIndex) => {
    const x = chart.data[0];
    const y = chart.data[seriesIndex] as ArrayLike<number>;
    const longest = gapSeconds();
    const left = chart.bbox.left;
    const pixelsPerSecond = chart.bbox.width / (chart.scales.x.max! - chart.scales.x.min!);
    const { min, max } = chart.scales.y;
    const bottom = chart.bbox.top + chart.bbox.height;
    const pixelsPerUnit = chart.bbox.height / (max! - min!);
    const stroke = new Path2D();
    let isOpen = false;
    for (let i = 0; i < x.length; i++) {
      if (Number.isNaN(y[i])) {
        isOpen = false;
        continue;
      }
      const px = left + (x[i] - chart.scales.x.min!) * pixelsPerSecond;
      const py = bottom - (y[i] - min!) * pixelsPerUnit;
      if (isOpen && x[i] - x[i - 1] <= longest) stroke.lineTo(px, py);
      else {
        stroke.moveTo(px, py);
        // A lone point would else be invisible.
        stroke.lineTo(px + 0.5, py);
      }
      isOpen = true;
    }
    return { stroke, flags: 1 };
  };
}
