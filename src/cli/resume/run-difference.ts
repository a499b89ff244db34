import type { RunDescription } from './journal-entry.js';

/**
 * Why a run can't go on with the journal of another one.
 * @returns words that follow the journal's name; `null` if it can
 */
export function runDifference(before: RunDescription, now: RunDescription): string | null {
  if (before.version !== now.version) return `is of version ${before.version}, and this is ${now.version}`;
  if (!isEqual(before.models, now.models)) return 'was made with other models';
  const options = new Set([...Object.keys(before.options), ...Object.keys(now.options)]);
  for (const name of options) {
    const [old, current] = [before.options[name] ?? null, now.options[name] ?? null];
    if (old !== current)
      return `was made with --${name} ${old ?? 'not given'}, now ${current ?? 'not given'}`;
  }
  if (!isEqual(before.inputs.map(pathOf), now.inputs.map(pathOf))) return 'was made from other videos';
  const changed = now.inputs.find((input, i) => !isEqual(input, before.inputs[i]));
  return changed ? `was made before ${changed.path} was changed` : null;
}

function pathOf({ path }: { readonly path: string }): string {
  return path;
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
