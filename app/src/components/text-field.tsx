import { useSignal } from '@preact/signals';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly class?: string;
  readonly placeholder?: string;
  /** The text without blanks around it, once it has been changed. */
  readonly onChange: (text: string) => void;
}

/** A line of text. What is being typed stays, whatever else on the page changes meanwhile. */
export function TextField({ label, value, class: extra = '', placeholder, onChange }: TextFieldProps) {
  const draft = useSignal<string | null>(null);
  return (
    <input
      class={`field ${extra}`}
      aria-label={label}
      placeholder={placeholder}
      value={draft.value ?? value}
      onInput={({ currentTarget }) => {
        draft.value = currentTarget.value;
      }}
      onBlur={() => {
        const text = draft.peek()?.trim();
        draft.value = null;
        if (text !== undefined && text !== value) onChange(text);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}
