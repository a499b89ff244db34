/**
 * The seven expressions in FER2013's canonical order, which is also the order of every array of probabilities.
 * @see Goodfellow et al. 2013, https://arxiv.org/abs/1307.0414
 */
export const EXPRESSIONS = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'] as const;

/** One of the seven expressions. */
export type Expression = (typeof EXPRESSIONS)[number];

/** Whether a string names one of the seven expressions. */
export function isExpression(value: string): value is Expression {
  return (EXPRESSIONS as readonly string[]).includes(value);
}
