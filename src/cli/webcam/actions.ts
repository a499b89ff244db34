/** What a key does. */
export type Action =
  | 'quit'
  | 'raise-threshold'
  | 'lower-threshold'
  | 'bars'
  | 'course'
  | 'mirror'
  | 'record'
  | 'snapshot';

const BY_KEY: Readonly<Record<string, Action>> = {
  q: 'quit',
  Escape: 'quit',
  '+': 'raise-threshold',
  '=': 'raise-threshold',
  ArrowUp: 'raise-threshold',
  '-': 'lower-threshold',
  _: 'lower-threshold',
  ArrowDown: 'lower-threshold',
  b: 'bars',
  t: 'course',
  m: 'mirror',
  r: 'record',
  s: 'snapshot',
};

/** @param key as browsers name it; capital letters count as small ones */
export function actionOf(key: string): Action | null {
  const name = key.length === 1 ? key.toLowerCase() : key;
  return Object.hasOwn(BY_KEY, name) ? BY_KEY[name] : null;
}
