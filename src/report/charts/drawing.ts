import type { Markup } from '../html/html.js';

// No name of Observable Plot here: its types need those of d3, which whoever uses this package needn't have.

/** What charts are drawn with: the page's own `document`, or one of linkedom. */
export interface DrawingDocument {
  createElement(name: string): unknown;
  createElementNS(namespace: string | null, name: string): unknown;
  createTextNode(text: string): unknown;
}

/** A drawing to be put into a chart. */
export interface PlotDrawing {
  readonly svg: Markup;
  /** Pixels. */
  readonly height: number;
}
