/**
 * Colours and dashes of groups: told apart without colour too. Colours of Okabe and Ito again, but not in the order of
 * the expressions; the text's own colour comes first.
 */
export const GROUP_STYLES: readonly { readonly color: string; readonly dashes: string }[] = [
  { color: 'currentColor', dashes: 'none' },
  { color: '#d55e00', dashes: '7 3' },
  { color: '#0072b2', dashes: '2 2' },
  { color: '#009e73', dashes: '9 3 2 3' },
  { color: '#cc79a7', dashes: '4 4' },
  { color: '#e69f00', dashes: '12 4' },
  { color: '#56b4e9', dashes: '1 3' },
  { color: '#9a9a9a', dashes: '9 3 2 3 2 3' },
];
