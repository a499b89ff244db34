import type { ChartColors } from './draw-annotations.js';

let cached: { readonly isDark: boolean; readonly colors: ChartColors } | null = null;

/** The page's colours for a canvas, which knows no CSS variables. */
export function chartColors(): ChartColors {
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  if (cached?.isDark !== isDark) cached = { isDark, colors: readColors() };
  return cached.colors;
}

/** `light-dark()` is worked out only where a property that takes a colour uses it. */
function readColors(): ChartColors {
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colors = {
    ink: read('ink'),
    quiet: read('ink-quiet'),
    line: read('line'),
    sunken: read('sunken'),
    accent: read('focus'),
  };
  probe.remove();
  return colors;
}
