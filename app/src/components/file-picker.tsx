import { useRef } from 'preact/hooks';
import { openFiles } from '../state/open-files.js';

/** Choose pictures, videos, sessions or a study; what is chosen is read in the page and goes nowhere. */
export function FilePicker() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button id="open-file" type="button" class="button" onClick={() => input.current?.click()}>
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
          <path
            d="M10 13V3M6 7l4-4 4 4M3 13v2.5A1.5 1.5 0 0 0 4.5 17h11a1.5 1.5 0 0 0 1.5-1.5V13"
            class="stroke"
          />
        </svg>
        Open file
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*,video/*,.json,.jsonl,.csv,.parquet"
        multiple
        hidden
        aria-label="Picture or video file"
        onChange={(event) => {
          openFiles([...(event.currentTarget.files ?? [])]);
          // Emptied, so that choosing the same file again is a change.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
