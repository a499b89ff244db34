import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { isHelpOpen } from './help-state.js';
import { SHORTCUTS } from './shortcuts.js';

type Keys = readonly (readonly [keys: readonly string[], does: string])[];

/** All keys of the page; those beside SHORTCUTS belong to parts of it. */
const GROUPS: readonly { readonly title: string; readonly keys: Keys }[] = [
  {
    title: 'Everywhere',
    keys: [
      ...SHORTCUTS.map(({ key, does }) => [[key.toUpperCase()], does] as const),
      [['Esc'], 'Stop the camera, the sharing, or reading a whole video'],
      [['Tab'], 'Go to the next control'],
    ],
  },
  {
    title: 'While there is a session',
    keys: [
      [['M'], 'Set a marker'],
      [['1', '9'], 'Set a marker of that name'],
      [['X'], 'Begin and end a range that is left out'],
    ],
  },
  {
    title: 'In the time course',
    keys: [
      [['←', '→'], 'Go to the frame before or after; with Ctrl, ten frames'],
      [['Shift', '←', '→'], 'Look earlier or later'],
      [['+', '−'], 'Closer or farther'],
      [['Home', 'End'], 'To the beginning or the end'],
      [['0'], 'Show everything'],
    ],
  },
];

/** Opens the list of keys. */
export function HelpButton() {
  return (
    <button
      type="button"
      class="button button-small"
      aria-haspopup="dialog"
      aria-keyshortcuts="?"
      aria-label="Keyboard help"
      title="Keyboard help (?)"
      onClick={() => {
        isHelpOpen.value = true;
      }}
    >
      ?
    </button>
  );
}

/** The list of all keys. */
export function HelpDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useSignalEffect(() => {
    if (isHelpOpen.value) dialog.current?.showModal();
    else dialog.current?.close();
  });
  const close = () => {
    isHelpOpen.value = false;
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is one on the backdrop; Escape does the same
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onClose={close}
      onClick={({ target }) => target === dialog.current && close()}
    >
      <div class="help-body">
        <header class="drawer-header">
          <h2 id="help-title">Keys</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={close}>
            ×
          </button>
        </header>
        {GROUPS.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl class="keys">
              {keys.map(([names, does]) => (
                <div key={does}>
                  <dt>
                    {names.map((name) => (
                      <kbd key={name}>{name}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}
