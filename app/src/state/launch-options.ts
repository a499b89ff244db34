import { DEFAULT_THRESHOLD } from 'affect-detect';
import type { LoadOptions } from 'affect-detect/browser';

/** What the page's address may ask for; `affect-detect serve` puts its own options there. */
export interface LaunchOptions {
  /** Probability from which an expression is named; `null` leaves it to the settings. */
  readonly threshold: number | null;
  /** How the models are loaded. */
  readonly load: Pick<LoadOptions, 'model' | 'detector' | 'labels' | 'threads' | 'backend'>;
  /** Sample to open with. */
  readonly sample: string | null;
  /** Address of a study to open with, on the same host. */
  readonly study: string | null;
  /** What was asked for and can't be had: a sentence each. */
  readonly problems: readonly string[];
}

const BACKENDS = ['auto', 'wasm', 'webgpu'] as const;

/**
 * Read the page's address. A value that makes no sense is left out, and said.
 * @param search the address from its question mark on, as in `?threshold=0.5&labels=fer2013&threads=2`
 */
export function parseLaunchOptions(search: string): LaunchOptions {
  const query = new URLSearchParams(search);
  const problems: string[] = [];
  const read = <T>(name: string, rule: string, parse: (text: string) => T | undefined): T | undefined => {
    const text = query.get(name);
    if (text === null) return undefined;
    const value = parse(text);
    if (value === undefined) problems.push(`${name} in the address must be ${rule}, not “${text}”.`);
    return value;
  };
  const threshold = read('threshold', `a number from 0 to 1 (${DEFAULT_THRESHOLD} is usual)`, (text) => {
    const value = Number(text);
    return text.trim() !== '' && value >= 0 && value <= 1 ? value : undefined;
  });
  const threads = read('threads', 'a whole number of at least 1', (text) =>
    /^[1-9]\d*$/.test(text) ? Number(text) : undefined,
  );
  const backend = read('backend', BACKENDS.join(', '), (text) => BACKENDS.find((name) => name === text));
  const word = (name: string) => query.get(name) || undefined;
  return {
    threshold: threshold ?? null,
    load: { model: word('model'), detector: word('detector'), labels: word('labels'), threads, backend },
    sample: query.get('sample'),
    study: query.get('study'),
    problems,
  };
}

/** What the address of this page asks for. */
export const launchOptions = parseLaunchOptions(location.search);
