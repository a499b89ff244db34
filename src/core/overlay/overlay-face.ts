import type { Face, FrameResult } from '../types.js';

/** What the overlay shows of a face. */
export interface OverlayFace extends Pick<Face, 'box' | 'expression' | 'probability'> {
  /** Number that is shown where there are several faces: the track's id, or the face's place in the result, from 1. */
  readonly id: number;
}

/** The faces of a result, numbered as tables, crops and tracks number them. */
export function overlayFaces({ faces }: Pick<FrameResult, 'faces'>): OverlayFace[] {
  return faces.map(({ box, expression, probability, trackId }, i) => ({
    id: trackId ?? i + 1,
    box,
    expression,
    probability,
  }));
}
