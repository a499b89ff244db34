import * as v from 'valibot';
import { InputError } from '../errors.js';

const text = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(20_000));
/** Beside the study's own file or below it, so that a study can reach nothing but what lies with it. */
const file = v.pipe(
  v.string(),
  v.check(
    (name) =>
      name.length > 0 &&
      name.split('/').every((part) => part !== '' && part !== '.' && part !== '..') &&
      !/[\\:\0]/.test(name),
    'must be the name of a file beside the study, or in a folder there',
  ),
);
const seconds = v.pipe(v.number(), v.minValue(0.1), v.maxValue(3600));
/** The default of a label is its file's name. */
const label = v.optional(v.pipe(text, v.maxLength(200)));

const study = v.strictObject({
  study: v.literal(1),
  title: v.pipe(text, v.maxLength(200)),
  consent: text,
  pause: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(60)), 1),
  stimuli: v.pipe(
    v.array(
      v.variant('kind', [
        v.strictObject({ kind: v.literal('video'), file, label }),
        v.strictObject({ kind: v.literal('image'), file, label, seconds: v.optional(seconds, 5) }),
      ]),
    ),
    v.minLength(1, 'must name at least one stimulus'),
    v.maxLength(500),
  ),
});

/** What is shown to a participant while the camera reads the face. */
export type Stimulus =
  | { readonly kind: 'video'; readonly file: string; readonly label: string }
  | {
      readonly kind: 'image';
      readonly file: string;
      readonly label: string;
      /** How long it is shown, seconds. */
      readonly seconds: number;
    };

/** Stimuli in the order they are shown, and what a participant agrees to beforehand. */
export interface Study {
  readonly title: string;
  /** Shown first, and to be accepted. */
  readonly consent: string;
  /** Empty screen before each stimulus, seconds. */
  readonly pause: number;
  readonly stimuli: readonly Stimulus[];
}

/**
 * Parse and check a study's file; docs/study.md describes it.
 * @param content the file's text
 * @param name what to call the file in messages
 * @throws {InputError} naming the first field that is wrong
 */
export function parseStudy(content: string, name: string): Study {
  let json: unknown;
  try {
    // Some editors put a byte order mark first.
    json = JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new InputError(`${name} is not valid JSON`, { cause });
  }
  const result = v.safeParse(study, json);
  if (!result.success) {
    const [issue] = result.issues;
    throw new InputError(`${name} is not a study: ${v.getDotPath(issue) ?? 'file'}: ${issue.message}`);
  }
  const { title, consent, pause, stimuli } = result.output;
  return {
    title,
    consent,
    pause,
    stimuli: stimuli.map((each) => ({ ...each, label: each.label ?? each.file })),
  };
}
