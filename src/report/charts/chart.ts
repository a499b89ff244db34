import { html, type Markup } from '../html/html.js';
import type { PlotDrawing } from './drawing.js';

/** A chart as a picture that stands by itself. */
export interface Chart {
  /** Unique within a report, good for a file name. */
  readonly id: string;
  readonly title: string;
  /** `<svg>` with a title and a description for screen readers; its text has the colour of the text around it. */
  readonly svg: Markup;
}

/** A colour and what it means. */
export interface LegendEntry {
  readonly label: string;
  /** `none` for an outline. */
  readonly fill: string;
  /** Draw a line with these dashes in place of an area. */
  readonly dashes?: string;
}

export interface ChartOptions {
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
  /** What the chart shows, in words, for those who can't see it. */
  readonly description: string;
  readonly legend?: readonly LegendEntry[];
  /** One below the other. */
  readonly plots: readonly PlotDrawing[];
}

/** Width of every chart, pixels of its own. */
export const CHART_WIDTH = 660;

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const TITLE_HEIGHT = 24;
const SUBTITLE_HEIGHT = 20;
const LEGEND_LINE = 20;
/** Around everything, so that a chart can stand by itself. */
const PADDING = 8;

/** Put drawings under a title and a legend. */
export function composeChart(options: ChartOptions): Chart {
  const { id, title, subtitle, description, legend = [], plots } = options;
  const header: Markup[] = [html`<text x="0" y="16" font-size="15" font-weight="600">${title}</text>`];
  let y = TITLE_HEIGHT;
  if (subtitle !== undefined) {
    header.push(html`<text x="0" y="${y + 12}" font-size="12" fill-opacity="0.7">${subtitle}</text>`);
    y += SUBTITLE_HEIGHT;
  }
  if (legend.length > 0) {
    const { markup, height } = drawLegend(legend, y);
    header.push(markup);
    y += height;
  }
  const bodies = plots.map(({ svg, height }) => {
    const body = html`<g transform="translate(0,${y})">${svg}</g>`;
    y += height;
    return body;
  });
  const [width, height] = [CHART_WIDTH + 2 * PADDING, y + 2 * PADDING];
  const svg = html`<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-description" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}" color="#1a1a1a" fill="currentColor"><title id="${id}-title">${title}</title><desc id="${id}-description">${description}</desc><rect class="chart-background" width="${width}" height="${height}" fill="#ffffff"/><g transform="translate(${PADDING},${PADDING})">${header}${bodies}</g></svg>`;
  return { id, title, svg };
}

function drawLegend(entries: readonly LegendEntry[], top: number): { markup: Markup; height: number } {
  let x = 0;
  let y = top;
  const items = entries.map(({ label, fill, dashes }) => {
    // Nobody measures text here: an average character of the font at 12 px.
    const width = Math.round(40 + 6.7 * label.length);
    if (x > 0 && x + width > CHART_WIDTH) {
      x = 0;
      y += LEGEND_LINE;
    }
    const swatch =
      dashes === undefined
        ? html`<rect x="${x + 0.5}" y="${y + 4.5}" width="15" height="11" fill="${fill}" stroke="currentColor" stroke-opacity="${fill === 'none' ? 0.6 : 0}"/>`
        : html`<line x1="${x}" x2="${x + 18}" y1="${y + 10}" y2="${y + 10}" stroke="${fill}" stroke-width="2.5" stroke-dasharray="${dashes}"/>`;
    const item = html`${swatch}<text x="${x + 23}" y="${y + 14}" font-size="12">${label}</text>`;
    x += width;
    return item;
  });
  return { markup: html`<g>${items}</g>`, height: y - top + LEGEND_LINE + 6 };
}
