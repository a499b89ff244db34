import * as Plot from '@observablehq/plot';
import { EXPRESSIONS, type Expression } from '../../core/expression/labels.js';
import { stateName } from '../format.js';
import { Markup, withoutControls } from '../html/html.js';
import { CHART_WIDTH } from './chart.js';
import type { DrawingDocument, PlotDrawing } from './drawing.js';

/** Room for the names of faces and expressions on the left, pixels. */
export const LABEL_MARGIN = 108;

/**
 * Draw by Observable Plot, as SVG that needs no style sheet: converters to PNG know little of them.
 * @param options `height` must be given
 */
export function drawPlot(
  document: DrawingDocument,
  options: Plot.PlotOptions & { height: number },
): PlotDrawing {
  const svg = Plot.plot({
    width: CHART_WIDTH,
    marginLeft: LABEL_MARGIN,
    marginRight: 14,
    ...options,
    document: document as Plot.PlotOptions['document'],
  });
  for (const style of svg.querySelectorAll('style')) style.remove();
  const text: string = svg.outerHTML;
  return { svg: new Markup(compact(text)), height: options.height };
}

/** The name of each expression, left of its strip. */
export function expressionNames(): Plot.Markish {
  return Plot.text(EXPRESSIONS, {
    fy: (expression: Expression) => expression,
    text: stateName,
    frameAnchor: 'left',
    textAnchor: 'start',
    dx: -LABEL_MARGIN,
    fontWeight: 600,
    fontSize: 12,
  });
}

/** An attribute with its value, within a tag: in text, `>` is escaped. */
const attribute = (names: string) => new RegExp(` (?:${names})="[^"]*"(?=[^<>]*>)`, 'g');
const SET_AROUND = attribute('class|style|font-family|aria-label|aria-hidden');
const GEOMETRY = attribute('d|[xy][12]?|width|height|transform');

/** Drop what the chart around sets, and all but a tenth of a pixel: enough for any printer, and half the size. */
function compact(svg: string): string {
  return withoutControls(svg)
    .replaceAll(SET_AROUND, '')
    .replace('font-size="10"', 'font-size="11"')
    .replaceAll(GEOMETRY, (geometry) => geometry.replaceAll(/(\.\d)\d+/g, '$1'));
}
