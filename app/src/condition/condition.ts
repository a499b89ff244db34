/** What may be wrong with the picture, the gravest first. */
export type Condition =
  | 'muted'
  | 'frozen'
  | 'no-face'
  | 'no-face-dark'
  | 'no-face-bright'
  | 'too-small'
  | 'too-dark'
  | 'too-bright'
  | 'uncertain';

/** What is known of the picture on show. */
export interface PictureState {
  /** Whether the camera is on and gives nothing. */
  readonly isMuted: boolean;
  /** For how long no pixel has changed, seconds; 0 where that means nothing. */
  readonly stillSeconds: number;
  /** Mean luma of the picture, 0 to 255; `null` where it isn't known. */
  readonly luma: number | null;
  /** The face that is looked at; `null` where none was found. */
  readonly face: {
    /** Shorter side of its box, pixels of the source. */
    readonly side: number;
    /** Mean luma within its box, 0 to 255; `null` where it isn't known. */
    readonly luma: number | null;
    readonly isUncertain: boolean;
  } | null;
}

/** A camera's picture that doesn't change for so long, seconds, is frozen: a sensor's noise alone changes pixels. */
const FROZEN_SECONDS = 2;
/** Below this a face has less than half of the 48 pixels that the models were trained on. */
export const SMALL_FACE = 24;
/**
 * Mean luma below which nothing can be read, and above which nothing is left. Dark skin in good light lies well above
 * the first, pale skin well below the second.
 */
const DARK_LUMA = 28;
const BRIGHT_LUMA = 232;

/** The gravest thing that is wrong with a picture; `null` where nothing is. */
export function conditionOf({ isMuted, stillSeconds, luma, face }: PictureState): Condition | null {
  if (isMuted) return 'muted';
  if (stillSeconds >= FROZEN_SECONDS) return 'frozen';
  if (face === null) {
    if (luma !== null && luma < DARK_LUMA) return 'no-face-dark';
    return luma !== null && luma > BRIGHT_LUMA ? 'no-face-bright' : 'no-face';
  }
  if (face.side < SMALL_FACE) return 'too-small';
  if (face.luma !== null && face.luma < DARK_LUMA) return 'too-dark';
  if (face.luma !== null && face.luma > BRIGHT_LUMA) return 'too-bright';
  return face.isUncertain ? 'uncertain' : null;
}
