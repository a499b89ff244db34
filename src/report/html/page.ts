import { html, type Markup } from './html.js';
import { STYLE } from './style.js';

/** Nothing is loaded and nothing is run, wherever the file is opened. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** A whole page in one file. */
export function page(title: string, body: Markup): string {
  const head = html`<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="generator" content="affect-detect"><meta name="referrer" content="no-referrer"><title>${title}</title>`;
  return `<!doctype html>\n<html lang="en"><head>${head}<style>${STYLE}</style></head><body>${body}</body></html>\n`;
}
