import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

interface CheckBoxProps {
  readonly checked: Signal<boolean>;
  readonly isSmall?: boolean;
  /** What is switched. */
  readonly children: ComponentChildren;
}

/** Switches something on and off. */
export function CheckBox({ checked, isSmall = false, children }: CheckBoxProps) {
  return (
    <label class={isSmall ? 'check check-small' : 'check'}>
      <input
        type="checkbox"
        checked={checked.value}
        onChange={(event) => {
          checked.value = event.currentTarget.checked;
        }}
      />
      {children}
    </label>
  );
}
