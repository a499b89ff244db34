/**
 * The part of a CanvasRenderingContext2D that the overlay uses, so that a browser's canvas, Node's and a test's all
 * serve. Properties that are only written are `unknown`, because a real context can hold more than strings there.
 */
export interface OverlayContext {
  font: string;
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  textBaseline: string;
  beginPath(): void;
  roundRect(x: number, y: number, width: number, height: number, radius: number): void;
  setLineDash(segments: number[]): void;
  stroke(): void;
  fill(): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { readonly width: number };
}
