interface ChoiceProps<Value extends string | number> {
  /** What is chosen, for those who can't see what stands around it. */
  readonly label: string;
  /** Each value with the text that stands for it. */
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly value: Value | undefined;
  readonly isSmall?: boolean;
  readonly onChoose: (value: Value) => void;
}

/** One of several, in a list that opens. */
export function Choice<Value extends string | number>({
  label,
  options,
  value,
  isSmall = false,
  onChoose,
}: ChoiceProps<Value>) {
  return (
    <select
      class={isSmall ? 'select select-small' : 'select'}
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => onChoose(options[currentTarget.selectedIndex][0])}
    >
      {options.map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  );
}
